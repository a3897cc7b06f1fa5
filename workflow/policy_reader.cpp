// Reads config/policy.yaml: one section a kind of figure.
#include <sodium/crypto_hash_sha256.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "workflow/policy.hpp"

namespace workflow {
namespace {

constexpr std::size_t kVersionDigits = 12;
constexpr long long kLastFact = 158;
constexpr long long kMostDays = 3650;
constexpr std::array kWeekdays = {"sunday",   "monday", "tuesday", "wednesday",
                                  "thursday", "friday", "saturday"};

std::string hash_of(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  // A byte is a byte: libsodium wants them unsigned.
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  std::string out;
  for (const unsigned char byte : digest) {
    out += "0123456789abcdef"[byte / 16];
    out += "0123456789abcdef"[byte % 16];
  }
  out.resize(kVersionDigits);
  return out;
}

std::optional<std::chrono::sys_days> parse_date(const std::string& text) {
  const auto instant = base::from_iso(text);
  if (!instant || text.size() != 10) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*instant);
}

bool is_name(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

base::Type type_of(const base::Value& value) {
  using Kind = base::Type::Kind;
  if (value.is_text()) return base::Type::of(Kind::text);
  if (value.is_boolean()) return base::Type::of(Kind::boolean);
  if (value.is_number()) return base::Type::of(Kind::number);
  if (value.is_list()) return base::Type::list_of(base::Type::of(Kind::text));
  base::Type record = base::Type::of(Kind::record);
  for (const auto& [name, inner] : value.record()) record.fields.emplace_back(name, type_of(inner));
  return record;
}

}  // namespace

class PolicyReader {
 public:
  explicit PolicyReader(const SourceFile& file) : file_(file) {}

  Policy::Loaded read() {
    policy_->version_ = hash_of(file_.text);
    policy_->text_ = file_.text;
    const auto root = base::parse_yaml(file_.text, file_.name, faults_);
    if (root && root->is_map()) {
      read_sections(*root);
    } else if (root) {
      faults_.error({file_.name, 1, 1}, "a policy is a map of sections",
                    "calendar, durations, counts, texts, rules, lists, addresses, without_figure");
    }
    build_figures();
    if (faults_.has_errors()) return {nullptr, std::move(faults_)};
    return {std::move(policy_), std::move(faults_)};
  }

 private:
  using Kind = Figure::Kind;

  void read_sections(const base::YamlNode& root) {
    base::YamlReader sections(root, file_.name, "policy", faults_);
    if (const auto* node = sections.required("calendar")) read_calendar(*node);
    const std::pair<const char*, Kind> kinds[] = {
        {"durations", Kind::duration}, {"counts", Kind::count}, {"texts", Kind::text},
        {"rules", Kind::yes_no},       {"lists", Kind::list},   {"addresses", Kind::address}};
    for (const auto& [name, kind] : kinds) {
      if (const auto* node = sections.optional(name)) read_figures(*node, name, kind);
    }
    if (const auto* node = sections.optional("without_figure")) read_notes(*node);
    sections.finish();
  }

  void read_calendar(const base::YamlNode& node) {
    ShopCalendar& calendar = policy_->calendar_;
    if (!expect_map(node, "calendar")) return;
    base::YamlReader reader(node, file_.name, "calendar", faults_);
    if (auto zone = reader.required_text("zone")) {
      if (is_time_zone(*zone)) {
        calendar.zone = *zone;
      } else {
        faults_.error(reader.position(*node.find("zone")), "unknown time zone '" + *zone + "'",
                      "use an IANA name such as Europe/Moscow");
      }
    }
    calendar.weekend.clear();
    if (const auto* list = reader.optional("weekend")) read_weekend(*list);
    if (const auto* list = reader.optional("holidays")) read_holidays(*list);
    calendar.favours_customer_zone = reader.optional_boolean("favour_customer_zone").value_or(true);
    reader.finish();
  }

  void read_weekend(const base::YamlNode& list) {
    for (const base::YamlNode& item : list.items) {
      const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), item.scalar);
      if (found == kWeekdays.end()) {
        faults_.error(at(item), "unknown weekday '" + item.scalar + "'",
                      base::suggest_any(item.scalar, {kWeekdays.begin(), kWeekdays.end()}));
        continue;
      }
      policy_->calendar_.weekend.emplace_back(static_cast<unsigned>(found - kWeekdays.begin()));
    }
    if (policy_->calendar_.weekend.size() >= kWeekdays.size()) {
      faults_.error(at(list), "every day is weekend, so no working day ever comes",
                    "leave a day out");
    }
  }

  void read_holidays(const base::YamlNode& list) {
    for (const base::YamlNode& item : list.items) {
      if (const auto date = parse_date(item.scalar)) {
        policy_->calendar_.holidays.push_back(*date);
      } else {
        faults_.error(at(item), "'" + item.scalar + "' is no date", "write it as 2026-12-31");
      }
    }
  }

  void read_figures(const base::YamlNode& section, const std::string& section_name, Kind kind) {
    if (!expect_map(section, section_name)) return;
    for (const auto& [key, node] : section.members) {
      if (!is_name(key.scalar) || key.scalar == "days" || key.scalar == "firmness") {
        faults_.error(at(key), "'" + key.scalar + "' cannot name a figure",
                      "small letters, digits and _; not 'days' or 'firmness'");
        continue;
      }
      if (policy_->find(key.scalar) != nullptr) {
        faults_.error(at(key), "figure '" + key.scalar + "' exists already",
                      "every figure has a name of its own, in whatever section");
        continue;
      }
      if (!expect_map(node, "figure")) continue;
      Figure figure;
      figure.name = key.scalar;
      figure.kind = kind;
      figure.where = at(key);
      base::YamlReader reader(node, file_.name, "figure '" + key.scalar + "'", faults_);
      read_content(reader, figure);
      read_origin(reader, figure);
      reader.finish();
      policy_->all_.push_back(std::move(figure));
    }
  }

  void read_content(base::YamlReader& reader, Figure& figure) {
    switch (figure.kind) {
      case Kind::duration:
        return read_duration(reader, figure);
      case Kind::address:
        return read_address(reader, figure);
      case Kind::list: {
        base::Value::List items;
        for (std::string& item : reader.optional_texts("items"))
          items.emplace_back(std::move(item));
        if (items.empty())
          faults_.error(figure.where, "list '" + figure.name + "' has no items",
                        "items: [first, second]");
        figure.value = std::move(items);
        figure.is_open_list = reader.optional_boolean("open").value_or(false);
        return;
      }
      case Kind::count:
        figure.value = std::int64_t{reader.required_integer("value", 0, 1'000'000'000).value_or(0)};
        return;
      case Kind::yes_no:
        if (reader.required("value") != nullptr) {
          figure.value = reader.optional_boolean("value").value_or(false);
        }
        return;
      case Kind::text:
        figure.value = reader.required_text("value").value_or("");
        return;
    }
  }

  void read_duration(base::YamlReader& reader, Figure& figure) {
    const std::string text = reader.required_text("value").value_or("");
    const auto length = base::parse_duration_ms(text);
    if (!length || *length <= 0 || *length > kMostDays * 86'400'000) {
      if (!text.empty()) {
        faults_.error(figure.where, "'" + text + "' is no duration",
                      "write it as 5 days, 24 hours or 10 minutes, up to ten years");
      }
      // Right or wrong, they say nothing without a length: no fault of their own.
      reader.optional("unit");
      reader.optional("until");
      return;
    }
    figure.value = text;
    figure.length = base::Duration(*length);
    figure.is_in_days = text.ends_with(" days") || text.ends_with(" day");
    if (figure.length % std::chrono::days(1) != base::Duration::zero()) figure.is_in_days = false;
    const auto unit = reader.optional_text("unit").value_or("calendar");
    const auto until =
        reader.optional_text("until").value_or(figure.is_in_days ? "end_of_day" : "exact");
    if (unit != "calendar" && unit != "working") {
      faults_.error(figure.where, "unit is calendar or working, not '" + unit + "'",
                    "write `unit: working`, or leave it out");
    }
    if (until != "end_of_day" && until != "exact") {
      faults_.error(figure.where, "until is end_of_day or exact, not '" + until + "'",
                    "write `until: exact`, or leave it out");
    }
    const bool needs_days = unit == "working" || until == "end_of_day";
    if (needs_days && !figure.is_in_days) {
      faults_.error(figure.where,
                    "only whole days can be working days or last until the end of day",
                    "write the value in days");
    }
    if (unit == "working" && until == "exact") {
      faults_.error(figure.where, "working days always last until the end of the day",
                    "leave `until` out");
    }
    figure.days = {static_cast<int>(figure.length / std::chrono::days(1)),
                   unit == "working" ? DayUnit::working : DayUnit::calendar, until == "end_of_day"};
  }

  void read_address(base::YamlReader& reader, Figure& figure) {
    base::Record address;
    std::string line;
    std::string lines;  // the same, one part a line
    const auto* parts = reader.required("parts");
    if (parts != nullptr && expect_map(*parts, "parts")) {
      for (const auto& [name, part] : parts->members) {
        address[name.scalar] = part.scalar;
        line += (line.empty() ? "" : ", ") + part.scalar;
        lines += (lines.empty() ? "" : "\n") + part.scalar;
      }
    }
    address["recipient"] = reader.required_text("recipient").value_or("");
    for (const char* name : {"phone", "extension", "russian"}) {
      if (auto text = reader.optional_text(name)) address[name] = std::move(*text);
    }
    address["text"] = line;
    address["lines"] = lines;
    figure.value = std::move(address);
  }

  // Where the figure comes from: numbered facts, or our own choice; never nowhere.
  void read_origin(base::YamlReader& reader, Figure& figure) {
    if (const auto* facts = reader.optional("facts")) figure.facts = read_facts(*facts);
    figure.is_ours = reader.optional_boolean("ours").value_or(false);
    if (figure.facts.empty() != figure.is_ours) {
      faults_.error(figure.where, "figure '" + figure.name + "' needs either facts or `ours: yes`",
                    "name the facts it stands on, or say that it is the shop's own choice");
    }
    const auto word = reader.optional_text("firmness").value_or("exact");
    for (const Firmness one :
         {Firmness::exact, Firmness::usual, Firmness::at_most, Firmness::vague}) {
      if (to_string(one) == word) {
        figure.firmness = one;
        return;
      }
    }
    faults_.error(figure.where, "firmness is exact, usual, at_most or vague, not '" + word + "'",
                  "how firmly the source says it");
  }

  std::vector<int> read_facts(const base::YamlNode& list) {
    std::vector<int> out;
    const std::span<const base::YamlNode> items =
        list.is_list() ? std::span(list.items) : std::span(&list, 1);
    for (const base::YamlNode& item : items) {
      int number = 0;
      for (const char c : item.scalar) {
        number = c >= '0' && c <= '9' && number < 1000 ? number * 10 + (c - '0') : 10'000;
      }
      if (number < 1 || number > kLastFact) {
        faults_.error(at(item), "'" + item.scalar + "' is no number of a fact",
                      "facts are numbered 1 to 158");
      } else {
        out.push_back(number);
      }
    }
    return out;
  }

  void read_notes(const base::YamlNode& list) {
    for (const base::YamlNode& item : list.items) {
      if (!expect_map(item, "without_figure entry")) continue;
      base::YamlReader reader(item, file_.name, "without_figure entry", faults_);
      FactNote note;
      note.fact = static_cast<int>(reader.required_integer("fact", 1, kLastFact).value_or(0));
      note.why = reader.required_text("why").value_or("");
      reader.finish();
      policy_->without_figure_.push_back(std::move(note));
    }
  }

  void build_figures() {
    base::Record figures;
    base::Record days;
    base::Record firmness;
    for (const Figure& figure : policy_->all_) {
      figures[figure.name] = figure.value;
      if (figure.is_in_days) days[figure.name] = figure.days.days;
      firmness[figure.name] = to_string(figure.firmness);
    }
    figures["days"] = std::move(days);
    figures["firmness"] = std::move(firmness);
    policy_->figures_ = std::move(figures);
    if (!faults_.has_errors()) policy_->type_ = type_of(policy_->figures_);
  }

  bool expect_map(const base::YamlNode& node, const std::string& what) {
    if (node.is_map()) return true;
    faults_.error(at(node), what + " must be a map", "write `name: value` lines");
    return false;
  }

  base::Position at(const base::YamlNode& node) const {
    return {file_.name, node.line, node.column};
  }

  const SourceFile& file_;
  base::Faults faults_;
  std::shared_ptr<Policy> policy_{new Policy()};
};

Policy::Loaded Policy::load(const SourceFile& file) {
  return PolicyReader(file).read();
}

}  // namespace workflow
