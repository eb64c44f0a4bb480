# Stands in for postgres:18: the same settings, paths, users and signals, on Debian's PostgreSQL.
FROM intake-lab/debian:forky
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql-18 gosu \
  && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/18 /etc/postgresql && mkdir -p /var/lib/postgresql /var/run/postgresql
ENV PATH=/usr/lib/postgresql/18/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/18/docker LANG=C.UTF-8
COPY postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
