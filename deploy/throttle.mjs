/** Limits the REST API's stage as `custom.throttle` says; the framework has words for usage plans alone. */
export default class Throttle {
  constructor(serverless) {
    this.hooks = {
      "before:package:finalize": () => {
        const { custom, provider } = serverless.service;
        const settings = {
          HttpMethod: "*",
          ResourcePath: "/*",
          MetricsEnabled: true,
          ThrottlingRateLimit: custom.throttle.rate,
          ThrottlingBurstLimit: custom.throttle.burst,
        };
        for (const { Type, Properties } of Object.values(provider.compiledCloudFormationTemplate.Resources)) {
          if (Type !== "AWS::ApiGateway::Deployment") continue;
          Properties.StageDescription = { ...Properties.StageDescription, MethodSettings: [settings] };
        }
      },
    };
  }
}
