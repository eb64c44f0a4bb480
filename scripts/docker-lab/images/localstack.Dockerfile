# Stands in for localstack/localstack:4.12.0: the same program from PyPI, with the image's paths.
FROM intake-lab/debian:bookworm
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-venv curl \
  && rm -rf /var/lib/apt/lists/*
COPY localstack-requirements.txt localstack-constraints.txt /opt/
RUN python3 -m venv /opt/localstack \
  && /opt/localstack/bin/pip install --no-cache-dir --quiet --only-binary=:all: -r /opt/localstack-requirements.txt -c /opt/localstack-constraints.txt
ENV PATH=/opt/localstack/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  OVERRIDE_IN_DOCKER=1 SKIP_SSL_CERT_DOWNLOAD=1 DNS_ADDRESS=0 GATEWAY_LISTEN=0.0.0.0:4566
VOLUME /var/lib/localstack
EXPOSE 4566
CMD ["python", "-m", "localstack.runtime.main"]
