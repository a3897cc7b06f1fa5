#include "bot/http/api_docs.hpp"

#include <string>

#include "base/check.hpp"
#include "base/html.hpp"
#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/api_parts.hpp"

// The assembler copies the file: nothing of it goes through the compiler.
asm(R"(
  .section .rodata
  .balign 16
boomerang_openapi_begin:
  .incbin ")" BOOMERANG_OPENAPI R"("
boomerang_openapi_end:
  .byte 0
  .text
)");
extern const char boomerang_openapi_begin[];
extern const char boomerang_openapi_end[];

namespace bot {
namespace {

using base::Value;

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 0.9em/1.5 ui-monospace, monospace; }
section { border-top: 1px solid #8884; padding: 1rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1rem 0.3rem 0; }
th { white-space: nowrap; font-weight: 600; }
pre { overflow-x: auto; background: #8881; padding: 1rem; border-radius: 0.5rem; }
.method { text-transform: uppercase; font-weight: 700; }
)";

// Text of the file into text of a page; `code` between backticks becomes code.
std::string escaped(std::string_view text) {
  std::string html;
  bool is_code = false;
  for (const char letter : base::escape_html(text)) {
    if (letter == '`')
      html += (is_code = !is_code) ? "<code>" : "</code>";
    else
      html += letter;
  }
  if (is_code) html += "</code>";
  return html;
}

// One row: a name, and what it means.
void add_row(std::string& html, std::string_view name, std::string_view meaning) {
  html.append("<tr><th scope=\"row\"><code>").append(escaped(name)).append("</code></th><td>");
  html.append(escaped(meaning)).append("</td></tr>\n");
}

void add_table(std::string& html, std::string_view title, const std::string& rows) {
  if (rows.empty()) return;
  html.append("<h3>").append(title).append("</h3>\n<table>\n").append(rows).append("</table>\n");
}

std::string rows_of_parameters(const Value& operation) {
  std::string rows;
  const Value& parameters = operation.at("parameters");
  if (!parameters.is_list()) return rows;
  for (const Value& one : parameters.list()) {
    add_row(rows, one.text_at("name"),
            std::string(one.text_at("description")) + " (" + std::string(one.text_at("in")) + ")");
  }
  return rows;
}

std::string rows_of_answers(const Value& operation) {
  std::string rows;
  for (const auto& [status, answer] : operation.at("responses").record()) {
    add_row(rows, status, answer.text_at("description"));
  }
  return rows;
}

void add_operation(std::string& html, std::string_view method, std::string_view path,
                   const Value& operation) {
  html.append("<section id=\"").append(escaped(operation.text_at("operationId"))).append("\">\n");
  html.append("<h2>").append(escaped(operation.text_at("summary"))).append("</h2>\n");
  html.append("<p><span class=\"method\">").append(escaped(method)).append("</span> <code>");
  html.append(escaped(path)).append("</code></p>\n");
  html.append("<p>").append(escaped(operation.text_at("description"))).append("</p>\n");
  add_table(html, "Parameters", rows_of_parameters(operation));
  const auto body = operation.at("requestBody").at("content").at("application/json").at("schema");
  if (!body.is_nothing()) {
    html.append("<h3>Body</h3>\n<pre>").append(escaped(base::to_json(body))).append("</pre>\n");
  }
  add_table(html, "Answers", rows_of_answers(operation));
  html.append("</section>\n");
}

void add_operations(std::string& html, const Value& paths) {
  for (const auto& [path, item] : paths.record()) {
    for (const auto& [method, operation] : item.record()) {
      add_operation(html, method, path, operation);
    }
  }
}

std::string make_page() {
  const auto parsed = base::parse_json(openapi_text(), {1U << 20U, 32, 1'000});
  ENSURE(parsed.has_value(), "docs/openapi.json is no JSON");
  const Value& info = parsed->at("info");
  std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  html.append(escaped(info.text_at("title"))).append("</title>\n");
  html.append("<link rel=\"stylesheet\" href=\"/docs/style.css\">\n</head>\n<body>\n<main>\n<h1>");
  html.append(escaped(info.text_at("title"))).append("</h1>\n<p>");
  html.append(escaped(info.text_at("description"))).append("</p>\n<p>For tools: ");
  html.append("<a href=\"/docs/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>\n");
  add_operations(html, parsed->at("paths"));
  html.append("<section>\n<h2>What the server sends</h2>\n</section>\n");
  add_operations(html, parsed->at("webhooks"));
  html.append("<section id=\"schemas\">\n<h2>Shapes</h2>\n");
  for (const auto& [name, schema] : parsed->at("components").at("schemas").record()) {
    html.append("<h3 id=\"").append(escaped(name)).append("\">").append(escaped(name));
    html.append("</h3>\n<pre>").append(escaped(base::to_json(schema))).append("</pre>\n");
  }
  return html + "</section>\n</main>\n</body>\n</html>\n";
}

}  // namespace

std::string_view openapi_text() {
  return {boomerang_openapi_begin,
          static_cast<std::size_t>(boomerang_openapi_end - boomerang_openapi_begin)};
}

HttpResponse serve_api_docs(const HttpRequest& request, std::string_view rest) {
  if (request.method != "GET" && request.method != "HEAD") return method_not_allowed("GET");
  HttpResponse response;
  if (rest.empty()) {
    response.status = 308;
    response.headers = {{"Location", "/docs/"}};
    return response;
  }
  if (rest == "/") {
    static const std::string page = make_page();
    response = text_response(200, "text/html; charset=utf-8", page);
  } else if (rest == "/openapi.json") {
    response = text_response(200, "application/json", std::string(openapi_text()));
  } else if (rest == "/style.css") {
    response = text_response(200, "text/css; charset=utf-8", std::string(kStyle));
  } else {
    return error_response(not_found());
  }
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"Content-Security-Policy",
                              "default-src 'none'; style-src 'self'; form-action 'none'; "
                              "base-uri 'none'; frame-ancestors 'none'"});
  return response;
}

}  // namespace bot
