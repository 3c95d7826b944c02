// In a file of its own: the page's policy forbids scripts inside of it.
globalThis.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  displayRequestDuration: true,
  // A token stays in the page and is gone with it.
  persistAuthorization: false,
});
