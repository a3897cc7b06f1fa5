#include "dialogs/checker/text_checks.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "dialogs/text_keys.hpp"

namespace dialogs {
namespace {

using base::Type;

Format format_of(const Type& type) {
  switch (type.kind) {
    case Type::Kind::text:
      return Format::text;
    case Type::Kind::number:
      return Format::number;
    case Type::Kind::date:
      return Format::date;
    case Type::Kind::instant:
      return Format::instant;
    case Type::Kind::choice:
      return Format::choice;
    case Type::Kind::list:
      return type.item != nullptr && type.item->kind == Type::Kind::text ? Format::text
                                                                         : Format::list;
    case Type::Kind::record:
      return type.field("amount") != nullptr ? Format::money : Format::automatic;
    case Type::Kind::file:
      return Format::file;
    case Type::Kind::any:
    case Type::Kind::boolean:
      return Format::automatic;
  }
  return Format::automatic;
}

// Whether people can be told a value of this type; see Formatter::write_record.
bool can_be_written(const Type& type) {
  if (type.kind == Type::Kind::list) return type.item == nullptr || can_be_written(*type.item);
  if (type.kind != Type::Kind::record) return true;
  for (const std::string_view field : {"amount", "number", "title", "name"}) {
    if (type.field(field) != nullptr) return true;
  }
  return false;
}

// The question whose options the words of a placeholder are: `reason`, or `line.reason`.
const Question* choice_question(const Flow& flow, const Template::Part& part) {
  if (part.head.empty()) return nullptr;
  const std::size_t dot = part.rest.find_last_of('.');
  const std::string name = part.rest.empty()          ? part.head
                           : dot == std::string::npos ? part.rest
                                                      : part.rest.substr(dot + 1);
  const StepIndex found = flow.find_question(name);
  if (found == kNoStep) return nullptr;
  const Question& question = flow.steps[found].as<AskStep>()->question;
  return question.options.empty() ? nullptr : &question;
}

// Texts that others than the engine say, and of which only they know the names.
bool is_spoken_elsewhere(std::string_view key, const Speakers& speakers) {
  if (key.starts_with("handover.")) return speakers.repair.find_queue(key.substr(9)) != nullptr;
  return !speakers.is_complete && (key.starts_with("case.") || key.starts_with("mail."));
}

const std::pair<std::string, Type>* find_spoken(const Speakers& speakers, std::string_view key) {
  for (const SpokenNames* names : {&speakers.spoken, &speakers.if_there}) {
    for (const auto& one : *names) {
      if (one.first == key) return &one;
    }
  }
  return nullptr;
}

std::vector<std::string> spoken_keys(const Speakers& speakers) {
  std::vector<std::string> keys;
  for (const NeededText& needed : kNeededTexts) keys.emplace_back(needed.key);
  for (const auto& told : speakers.spoken) keys.push_back(told.first);
  for (const QueueSettings& queue : speakers.repair.queues) {
    keys.push_back("handover." + queue.name);
  }
  return keys;
}

void set_needed_names(std::string_view names, TypedScope& scope) {
  while (!names.empty()) {
    const std::size_t blank = std::min(names.find(' '), names.size());
    const std::string_view name = names.substr(0, blank);
    // A count is a number, so that words can follow it; all others are ready to be shown.
    const auto kind = name == "count" ? Type::Kind::number : Type::Kind::text;
    scope.set(std::string(name), Type::of(kind));
    names.remove_prefix(std::min(blank + 1, names.size()));
  }
}

void set_names_of(const Text& text, TypedScope& scope) {
  for (const auto& [language, one] : text.languages) {
    for (const Template::Part& part : one.parts) {
      if (!part.value) continue;
      for (const std::string& name : part.value->reads()) {
        std::string head = name.substr(0, name.find('.'));
        if (scope.find(head) == nullptr) scope.set(std::move(head), Type());
      }
    }
  }
}

void report_missing_texts(const Texts& texts, const std::string& file, const SpokenNames& spoken,
                          base::Faults& faults) {
  const base::Position top{file, 1, 1};
  const auto report = [&](std::string_view key) {
    if (texts.find(key) != nullptr) return;
    faults.error(top, "the text '" + std::string(key) + "' is missing", "add it under `texts:`");
  };
  for (const NeededText& needed : kNeededTexts) report(needed.key);
  for (const auto& told : spoken) report(told.first);
  for (const std::string_view words : kNeededWords) {
    if (!texts.words(words, "").empty()) continue;
    faults.error(top, "the words for '" + std::string(words) + "' are missing",
                 "add a list under `words:`");
  }
}

std::string plain_text(const Template& text) {
  std::string plain;
  for (const Template::Part& part : text.parts) plain += part.value ? " {} " : part.text;
  return plain;
}

// What every channel takes whole: a message, and the label of a button or row.
constexpr std::size_t kMostOfMessage = 4096;
constexpr std::size_t kMostOfButton = 60;

// Whether a text stands on a button, by its key.
bool is_button(std::string_view key) {
  for (const std::string_view end : {".skip", ".offer", ".confirm", ".starts", ".label"}) {
    if (key.ends_with(end)) return true;
  }
  return key.starts_with("button.") || key.find(".offer.") != std::string_view::npos ||
         key.find(".option.") != std::string_view::npos;
}

// The dotted names that a text reads, also in its plural forms.
void add_names(const std::vector<Template::Part>& parts, std::set<std::string>& names) {
  for (const Template::Part& part : parts) {
    if (!part.value) continue;
    for (std::string& name : part.value->reads()) names.insert(std::move(name));
    for (const auto& form : part.plural) add_names(form.parts, names);
  }
}

// A length of time counts as named however it is: "30 days" in one language, its bare number beside
// a noun in another case ({policy.days.miles_within} дней) in the next.
std::set<std::string> names_in(const Template& text) {
  constexpr std::string_view kDays = "policy.days.";
  std::set<std::string> found;
  add_names(text.parts, found);
  std::set<std::string> names;
  for (const std::string& name : found) {
    names.insert(name.starts_with(kDays) ? "policy." + name.substr(kDays.size()) : name);
  }
  return names;
}

}  // namespace

void TextChecks::check(Text& text, const TypedScope& scope, const Flow* flow) {
  for (auto& [language, one] : text.languages) {
    check_figures(one);
    check_length(text, one);
    for (Template::Part& part : one.parts) {
      if (part.value) check_part(one, part, language, scope, flow);
    }
  }
  check_languages(text);
}

// Every language names what the default language names: a translation that forgets the number of
// the return, or adds something, is seldom meant.
void TextChecks::check_languages(const Text& text) {
  if (text.empty()) return;
  const std::set<std::string> wanted = names_in(text.languages.front().second);
  for (const auto& [language, one] : text.languages) {
    const std::set<std::string> named = names_in(one);
    const auto report = [&](const std::set<std::string>& left, const std::set<std::string>& right,
                            const char* what, const char* hint) {
      for (const std::string& name : left) {
        if (right.contains(name)) continue;
        faults_.error(one.where, "text '" + text.key + "' in '" + language + what + name + "'",
                      hint);
      }
    };
    report(wanted, named, "' does not name '", "the default language does: name it here too");
    report(named, wanted, "' names '",
           "the default language does not: leave it out, or add it "
           "there");
  }
}

// A warning for what some screen or channel would cut.
void TextChecks::check_length(const Text& text, const Template& one) {
  const std::size_t most = is_button(text.key) ? kMostOfButton : kMostOfMessage;
  const std::size_t length = base::count_characters(plain_text(one));
  if (length <= most) return;
  faults_.warn(one.where,
               "text '" + text.key + "' is " + std::to_string(length) +
                   " characters long without its values",
               is_button(text.key) ? "a button shows at most 60 everywhere: shorten it"
                                   : "a message holds at most 4096 everywhere: say it in two");
}

void TextChecks::check_figures(const Template& text) {
  for (const PolicyFigures::Stated& stated : figures_.stated_in(plain_text(text))) {
    faults_.error(text.where,
                  "the text states a figure of the policy by hand: '" + stated.value + "'",
                  "write {" + stated.path + "}, so that the text follows the policy");
  }
}

void TextChecks::check_part(const Template& owner, Template::Part& part,
                            const std::string& language, const TypedScope& scope,
                            const Flow* flow) {
  const Type type = part.value->check(scope, faults_);
  const std::string written = "{" + part.value->text() + "}";
  // The plain name that may be missing is reported by check() itself.
  if (type.may_be_missing && part.head.empty() && type.kind != Type::Kind::boolean) {
    faults_.error(owner.where, written + " may have nothing to say",
                  "put the text behind an `if` that tests it");
  } else if (!can_be_written(type)) {
    faults_.error(owner.where, written + " cannot be written as a text", "name one of its fields");
  }
  part.format = format_of(type);
  part.labels.clear();  // of an earlier round
  if (part.head == "policy") say_policy_in(language, owner, part);
  if (!part.plural.empty()) {
    if (type.kind != Type::Kind::number && type.kind != Type::Kind::any) {
      faults_.error(owner.where, written + " is no number to count by",
                    "count a list: count(lines)");
    }
    check_plural(owner, part, language, scope, flow);
  }
  if (flow == nullptr) return;
  check_sensitive(owner, part, *flow);
  if (const Question* question = choice_question(*flow, part)) {
    for (const Option& option : question->options) {
      if (option.label.empty()) continue;
      part.labels.emplace_back(option.word, option.label.in(language).source);
    }
  }
}

// Figures of the policy in the words of another language. Names, which begin with a capital letter,
// stay as the shop writes them.
void TextChecks::say_policy_in(const std::string& language, const Template& owner,
                               Template::Part& part) {
  if (figures_.is_duration(part.rest)) {
    part.format = Format::duration;
    return;
  }
  const bool is_default = words_.empty() || words_.front().first == language;
  const auto known = std::find_if(words_.begin(), words_.end(),
                                  [&](const auto& one) { return one.first == language; });
  if (is_default || known == words_.end()) return;
  for (const std::string& word : figures_.words_at(part.rest)) {
    const auto own = std::find_if(known->second.begin(), known->second.end(),
                                  [&](const auto& one) { return one.first == word; });
    if (own != known->second.end()) {
      part.labels.push_back(*own);
    } else if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') {
      faults_.warn(owner.where, "language " + language + " has no words for '" + word + "'",
                   "add it under `policy:` of that language's file");
    }
  }
}

void TextChecks::check_plural(const Template& owner, Template::Part& part,
                              const std::string& language, const TypedScope& scope,
                              const Flow* flow) {
  const std::vector<std::string> kinds = plural_kinds(language);
  for (auto& form : part.plural) {
    if (std::find(kinds.begin(), kinds.end(), form.kind) == kinds.end()) {
      faults_.error(owner.where, "language " + language + " has no plural form '" + form.kind + "'",
                    base::suggest(form.kind, kinds));
    }
    for (Template::Part& inner : form.parts) {
      // The number itself is a part without forms of its own.
      if (inner.value) check_part(owner, inner, language, scope, flow);
    }
  }
  for (const std::string& kind : kinds) {
    const auto has = std::any_of(part.plural.begin(), part.plural.end(),
                                 [&](const auto& form) { return form.kind == kind; });
    if (has) continue;
    faults_.error(owner.where, "the plural form '" + kind + "' is missing",
                  "language " + language + " counts with it");
  }
}

void TextChecks::check_sensitive(const Template& owner, const Template::Part& part,
                                 const Flow& flow) {
  for (const std::string& name : part.value->reads()) {
    for (const Slot& slot : flow.slots) {
      const bool is_read = name == slot.name || name.starts_with(slot.name + ".") ||
                           name.ends_with("." + slot.name) ||
                           name.find("." + slot.name + ".") != std::string::npos;
      if (!slot.sensitive || !is_read) continue;
      faults_.error(owner.where, "the text tells the sensitive answer '" + slot.name + "'",
                    "it must not leave the place it was asked for");
    }
  }
}

namespace {

// What is said when people take a conversation and leave it (bot/turns/handover_desk.cpp); a shop
// that says nothing then leaves them out.
constexpr NeededText kStaffTexts[] = {
    {"handover.joined", "name"}, {"handover.requeued", ""}, {"handover.later", ""}};

// Ready answers of the staff, and how customers are asked whether they were satisfied
// (bot/turns/rating.hpp): both speak of the policy alone.
constexpr std::string_view kReadyAnswer = "reply.";
constexpr std::string_view kRating = "rating.";

}  // namespace

void check_shared_texts(Texts& texts, const Speakers& speakers, const Type& policy,
                        TextChecks& checks, base::Faults& faults) {
  const SpokenNames& spoken = speakers.spoken;
  report_missing_texts(texts, speakers.file, spoken, faults);
  for (const std::string& key : texts.keys()) {
    Text& text = *texts.find(key);
    if (text.empty()) continue;
    TypedScope scope;
    scope.set("policy", policy);
    const auto needed = std::find_if(std::begin(kNeededTexts), std::end(kNeededTexts),
                                     [&](const NeededText& one) { return one.key == key; });
    const auto* told = find_spoken(speakers, key);
    if (needed != std::end(kNeededTexts)) {
      set_needed_names(needed->names, scope);
    } else if (told != nullptr) {
      for (const auto& [name, type] : told->second.fields) scope.set(name, type);
    } else if (const auto staff = std::find_if(std::begin(kStaffTexts), std::end(kStaffTexts),
                                               [&](const auto& one) { return one.key == key; });
               staff != std::end(kStaffTexts)) {
      set_needed_names(staff->names, scope);
    } else if (key.starts_with("info.") || key.starts_with(kReadyAnswer) ||
               key.starts_with(kRating)) {
      // An article (R4): speaks of the policy alone.
    } else if (is_spoken_elsewhere(key, speakers)) {
      set_names_of(text, scope);
    } else {
      std::string hint = base::suggest(key, spoken_keys(speakers));
      if (hint.empty()) hint = "remove it, or name it where it is said";
      faults.error(text.languages.front().second.where, "nobody says the text '" + key + "'", hint);
      continue;
    }
    checks.check(text, scope, nullptr);
  }
}

}  // namespace dialogs
