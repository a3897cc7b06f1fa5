#include "bot/cli/fault_report.hpp"

#include <algorithm>
#include <set>

#include "base/json.hpp"

namespace bot {
namespace {

using base::Fault;
using base::JsonWriter;
using base::Severity;

std::int64_t count(const base::Faults& faults, Severity severity) {
  return std::count_if(faults.all().begin(), faults.all().end(),
                       [&](const Fault& fault) { return fault.severity == severity; });
}

std::string_view word_of(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

std::string as_json(const base::Faults& faults) {
  std::string out;
  JsonWriter json(out);
  json.open_object().key("sound").boolean(!faults.has_errors());
  json.key("errors").integer(count(faults, Severity::error));
  json.key("warnings").integer(count(faults, Severity::warning));
  json.key("faults").open_list();
  for (const Fault& fault : faults.all()) {
    json.open_object().key("file").text(fault.where.file);
    json.key("line").integer(fault.where.line).key("column").integer(fault.where.column);
    json.key("severity").text(word_of(fault.severity)).key("rule").text(base::rule_of(fault));
    json.key("message").text(fault.message).key("hint").text(fault.hint).close_object();
  }
  json.close_list().close_object();
  return out + "\n";
}

// The path as RFC 3986 wants it; an absolute one as a file: URI.
std::string uri_of(const std::string& path) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri = path.starts_with("/") ? "file://" : "";
  for (const char c : path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') ||
                          std::string_view("-._~/").find(c) != std::string_view::npos;
    if (is_plain) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += kHex[byte / 16];
    uri += kHex[byte % 16];
  }
  return uri;
}

void write_result(JsonWriter& json, const Fault& fault, const std::string& rule) {
  const std::string text = fault.hint.empty() ? fault.message : fault.message + ": " + fault.hint;
  json.open_object().key("ruleId").text(rule).key("level").text(word_of(fault.severity));
  json.key("message").open_object().key("text").text(text).close_object();
  json.key("locations").open_list().open_object().key("physicalLocation").open_object();
  json.key("artifactLocation").open_object().key("uri").text(uri_of(fault.where.file));
  json.close_object();
  if (fault.where.line > 0) {
    json.key("region").open_object().key("startLine").integer(fault.where.line);
    if (fault.where.column > 0) json.key("startColumn").integer(fault.where.column);
    json.close_object();
  }
  json.close_object().close_object().close_list().close_object();
}

std::string as_sarif(const base::Faults& faults) {
  std::set<std::string> rules;
  for (const Fault& fault : faults.all()) rules.insert(base::rule_of(fault));
  std::string out;
  JsonWriter json(out);
  json.open_object();
  json.key("$schema").text("https://json.schemastore.org/sarif-2.1.0.json");
  json.key("version").text("2.1.0").key("runs").open_list().open_object();
  json.key("tool").open_object().key("driver").open_object().key("name").text("boomerang check");
  json.key("rules").open_list();
  for (const std::string& rule : rules) {
    std::string words = rule;
    std::replace(words.begin(), words.end(), '-', ' ');
    json.open_object().key("id").text(rule);
    json.key("shortDescription").open_object().key("text").text(words).close_object();
    json.close_object();
  }
  json.close_list().close_object().close_object();
  json.key("columnKind").text("unicodeCodePoints");
  json.key("results").open_list();
  for (const Fault& fault : faults.all()) write_result(json, fault, base::rule_of(fault));
  json.close_list().close_object().close_list().close_object();
  return out + "\n";
}

}  // namespace

std::string write_faults(const base::Faults& faults, FaultFormat format) {
  switch (format) {
    case FaultFormat::json:
      return as_json(faults);
    case FaultFormat::sarif:
      return as_sarif(faults);
    case FaultFormat::text:
      break;
  }
  return faults.to_string();
}

}  // namespace bot
