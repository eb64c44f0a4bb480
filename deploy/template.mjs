/**
 * What the framework has no words for in its own part of the template: limits of the REST API's stage
 * (`custom.throttle`), and no dependency said twice, which validators object to.
 */
export default class Template {
  constructor(serverless) {
    this.hooks = {
      "before:package:finalize": () => {
        const { custom, provider } = serverless.service;
        for (const resource of Object.values(provider.compiledCloudFormationTemplate.Resources)) {
          if (resource.Type === "AWS::ApiGateway::Deployment") limit(resource.Properties, custom.throttle);
          if (resource.Type === "AWS::Lambda::Function") forgetRole(resource);
        }
      },
    };
  }
}

function limit(properties, { rate, burst }) {
  const everything = { HttpMethod: "*", ResourcePath: "/*", MetricsEnabled: true };
  const settings = { ...everything, ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
  properties.StageDescription = { ...properties.StageDescription, MethodSettings: [settings] };
}

/** A function that names its role depends on it already. */
function forgetRole(resource) {
  const [role] = resource.Properties.Role["Fn::GetAtt"];
  resource.DependsOn = resource.DependsOn?.filter((name) => name !== role);
}
