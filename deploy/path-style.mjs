/** Deploying to something that only looks like AWS (AWS_ENDPOINT_URL): its buckets are paths, not host names. */
export default class PathStyle {
  constructor(serverless) {
    const provider = serverless.getProvider("aws");
    if (!process.env.AWS_ENDPOINT_URL || !provider) return;
    const original = provider.getAwsSdkV3Config.bind(provider);
    provider.getAwsSdkV3Config = async (...options) => ({ ...(await original(...options)), forcePathStyle: true });
  }
}
