#include "dialogs/checker/fields.hpp"

#include <charconv>
#include <chrono>

#include "base/text.hpp"

namespace dialogs {
namespace {

using base::Faults;
using base::YamlNode;
using namespace std::chrono_literals;

constexpr std::int64_t kMaxUploadBytes = std::int64_t{1} << 30;
constexpr base::Duration kMaxDuration = std::chrono::hours(24 * 400);

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::optional<RawText> read_scalar(const YamlNode& node, const std::string& file, Faults& faults) {
  auto text = base::yaml_text(node, file, faults);
  if (!text) return std::nullopt;
  return RawText{std::string(base::trim(*text)), text_position(node, file)};
}

std::optional<base::Expression> read_expression(const YamlNode& node, const std::string& file,
                                                Faults& faults) {
  const auto text = read_scalar(node, file, faults);
  if (!text) return std::nullopt;
  return base::Expression::parse(text->text, text->where, faults);
}

std::optional<Range> read_range(const YamlNode& node, const std::string& file, Range bounds,
                                Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  const std::string_view text = raw->text;
  const std::size_t dots = text.find("..");
  const auto min = whole_number(text.substr(0, dots));
  const auto max = dots == std::string_view::npos ? min : whole_number(text.substr(dots + 2));
  if (!min || !max) {
    faults.error(raw->where, "'" + raw->text + "' is no range", "write it as 1..5");
    return std::nullopt;
  }
  if (*min > *max || *min < bounds.min || *max > bounds.max) {
    faults.error(raw->where, "the range " + raw->text + " is out of bounds",
                 "from " + std::to_string(bounds.min) + " to " + std::to_string(bounds.max) +
                     ", the smaller first");
    return std::nullopt;
  }
  return Range{*min, *max};
}

std::optional<std::int64_t> read_size(const YamlNode& node, const std::string& file,
                                      Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  const std::size_t blank = raw->text.find(' ');
  const auto count = whole_number(std::string_view(raw->text).substr(0, blank));
  const std::string unit = blank == std::string::npos ? "" : raw->text.substr(blank + 1);
  const std::int64_t factor = unit == "kB"    ? 1000
                              : unit == "KiB" ? 1024
                              : unit == "MB"  ? 1000 * 1000
                              : unit == "MiB" ? 1024 * 1024
                                              : 0;
  if (!count || factor == 0 || *count < 1 || *count > kMaxUploadBytes / factor) {
    faults.error(raw->where, "'" + raw->text + "' is no size of a file",
                 "write it as 500 kB or 10 MiB, at most 1024 MiB");
    return std::nullopt;
  }
  return *count * factor;
}

std::optional<base::Duration> read_duration(const YamlNode& node, const std::string& file,
                                            Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  const auto milliseconds = base::parse_duration_ms(raw->text);
  if (!milliseconds) {
    faults.error(raw->where, "'" + raw->text + "' is no length of time",
                 "write it as 30 seconds, 5 minutes, 24 hours or 7 days");
    return std::nullopt;
  }
  const base::Duration duration(*milliseconds);
  if (duration < 1s || duration > kMaxDuration) {
    faults.error(raw->where, "'" + raw->text + "' is not between 1 second and 400 days",
                 "such as 30 seconds, 5 minutes or 7 days");
    return std::nullopt;
  }
  return duration;
}

std::optional<Span> read_span(const YamlNode& node, const std::string& file, Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  Span span;
  if (raw->text.starts_with("policy.")) {
    span.figure = raw->text.substr(7);
    return span;
  }
  for (const std::string_view unit : {" working days", " working day"}) {
    if (!raw->text.ends_with(unit)) continue;
    const auto days = whole_number(raw->text.substr(0, raw->text.size() - unit.size()));
    if (!days || *days < 1 || *days > 250) {
      faults.error(raw->where, "'" + raw->text + "' is no length of time",
                   "from 1 to 250 working days");
      return std::nullopt;
    }
    span.working_days = static_cast<int>(*days);
    return span;
  }
  const auto duration = read_duration(node, file, faults);
  if (!duration) return std::nullopt;
  span.fixed = *duration;
  return span;
}

std::optional<Exit> read_exit(const YamlNode& node, const std::string& file, Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  if (raw->text.starts_with("handover.")) return Exit{raw->text.substr(9), ""};
  if (raw->text.starts_with("end.")) return Exit{"", raw->text.substr(4)};
  faults.error(raw->where, "'" + raw->text + "' is no exit",
               "write handover.<queue> or end.<outcome>");
  return std::nullopt;
}

std::optional<Trouble> read_retry(const YamlNode& node, const std::string& file, Faults& faults) {
  const auto raw = read_scalar(node, file, faults);
  if (!raw) return std::nullopt;
  if (raw->text == "never") return Trouble{1, base::Duration::zero(), {}};
  const std::string_view text = raw->text;
  const std::size_t times = text.find(" times in ");
  const auto attempts = whole_number(text.substr(0, times));
  const auto within = times == std::string_view::npos
                          ? std::nullopt
                          : base::parse_duration_ms(text.substr(times + 10));
  if (!attempts || !within) {
    faults.error(raw->where, "'" + raw->text + "' does not say how often to retry",
                 "write it as 5 times in 10 minutes, or never");
    return std::nullopt;
  }
  if (*attempts < 1 || *attempts > 100 || *within < 1000 || base::Duration(*within) > 24h * 7) {
    faults.error(raw->where, "'" + raw->text + "' is out of bounds",
                 "at most 100 times, in 1 second to 7 days");
    return std::nullopt;
  }
  return Trouble{static_cast<int>(*attempts), base::Duration(*within), {}};
}

bool is_name(std::string_view text) {
  if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
  for (const char c : text) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  return true;
}

Text read_text(base::YamlReader& reader, std::string_view field, const std::string& key,
               const std::string& file, Workspace& workspace) {
  const YamlNode* node = reader.optional(field);
  if (node == nullptr) return workspace.texts.flow_text(key, nullptr, reader.position());
  const base::Position where = text_position(*node, file);
  if (reader.node().is_flow_style && node->is_scalar() && !node->is_quoted) {
    workspace.faults.error(where, "a text for customers stands inside { }",
                           "give it a line of its own: a comma or colon would break it here");
  }
  const auto text = customer_text(*node, file, workspace.faults);
  return workspace.texts.flow_text(key, text ? &*text : nullptr, where);
}

Text read_required_text(base::YamlReader& reader, std::string_view field, const std::string& key,
                        const std::string& file, Workspace& workspace) {
  const bool is_written = reader.node().find(field) != nullptr;
  Text text = read_text(reader, field, key, file, workspace);
  if (text.empty() && !is_written) {
    workspace.faults.error(reader.position(), "`" + std::string(field) + "` is missing",
                           "customers read it; here, or in every language file");
  }
  return text;
}

}  // namespace dialogs
