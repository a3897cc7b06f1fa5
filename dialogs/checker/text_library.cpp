#include "dialogs/checker/text_library.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/text_keys.hpp"

namespace dialogs {
namespace {

// "config/texts/en.yaml" is en.
std::string language_of(std::string_view file) {
  const std::size_t slash = file.find_last_of('/');
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return std::string(file.substr(0, file.find('.')));
}

}  // namespace

std::string fold_phrase(std::string_view phrase) {
  const bool is_stem = phrase.ends_with('*');
  std::string folded = base::fold(phrase);
  if (is_stem && !folded.empty()) folded += '*';
  return folded;
}

std::optional<std::string> customer_text(const base::YamlNode& node, const std::string& file,
                                         base::Faults& faults) {
  auto text = base::yaml_text(node, file, faults);
  if (!text) return std::nullopt;
  text->erase(text->find_last_not_of(" \n") + 1);
  if (!text->empty()) return text;
  faults.error({file, node.line, node.column}, "a text for customers is empty",
               "write what is said, or leave the field out");
  return std::nullopt;
}

base::Position text_position(const base::YamlNode& node, const std::string& file) {
  // Places inside a block are not known: its lines are indented and may be folded.
  if (node.is_block) return {file, node.line, 0};
  return {file, node.line, node.column + (node.is_quoted ? 1 : 0)};
}

void TextLibrary::add(const SourceFile& file) {
  Language language;
  language.name = language_of(file.name);
  language.words_where = {file.name, 1, 1};
  const auto root = base::parse_yaml(file.text, file.name, faults_);
  if (root) {
    base::YamlReader reader(*root, file.name, "language file", faults_);
    if (const auto* texts = reader.optional("texts")) {
      read_entries(*texts, file.name, "", language.shared);
    }
    if (const auto* flows = reader.optional("flows")) {
      read_entries(*flows, file.name, "", language.flows);
    }
    if (const auto* words = reader.optional("words")) read_words(*words, file.name, language);
    if (const auto* formats = reader.optional("formats")) {
      base::YamlReader format_reader(*formats, file.name, "formats", faults_);
      if (auto date = format_reader.optional_text("date")) language.formats.date = *date;
      if (auto instant = format_reader.optional_text("instant")) {
        language.formats.instant = *instant;
      }
      for (const std::string_view unit : {"second", "minute", "hour", "day", "week"}) {
        if (auto pattern = format_reader.optional_text(std::string(unit))) {
          language.formats.units.emplace_back(unit, std::move(*pattern));
        }
      }
      format_reader.finish();
    }
    if (const auto* policy = reader.optional("policy")) {
      read_policy_words(*policy, file.name, language);
    }
    if (const auto* phrases = reader.optional("phrases")) {
      read_phrases(*phrases, file.name, language);
    }
    reader.finish();
  }
  languages_.push_back(std::move(language));
}

void TextLibrary::add_article(const std::string& key, const std::string& language,
                              const std::string& text, const base::Position& where) {
  for (Language& known : languages_) {
    if (known.name == language) known.shared.insert_or_assign(key, Entry{text, where, false});
  }
}

const std::string& TextLibrary::default_language() const {
  static const std::string none;
  return languages_.empty() ? none : languages_.front().name;
}

void TextLibrary::read_entries(const base::YamlNode& node, const std::string& file,
                               const std::string& prefix, Entries& entries) {
  if (!node.is_map()) {
    faults_.error({file, node.line, node.column}, "expected texts by name",
                  "write `name: text` lines");
    return;
  }
  for (const auto& [key, value] : node.members) {
    const std::string name = prefix.empty() ? key.scalar : prefix + "." + key.scalar;
    if (value.is_map()) {
      read_entries(value, file, name, entries);
      continue;
    }
    const auto text = customer_text(value, file, faults_);
    if (!text) continue;
    const bool is_new =
        entries.emplace(name, Entry{*text, text_position(value, file), false}).second;
    // Two spellings of one key: "repair.reask" and "repair: reask".
    if (!is_new) {
      faults_.error({file, key.line, key.column}, "text '" + name + "' is given twice",
                    "keep one of the two");
    }
  }
}

void TextLibrary::read_words(const base::YamlNode& node, const std::string& file,
                             Language& language) {
  if (!node.is_map()) {
    faults_.error({file, node.line, node.column}, "expected lists of words by name",
                  "write `cancel: [cancel, stop]`");
    return;
  }
  language.words_where = {file, node.line, node.column};
  const std::vector<std::string> known(std::begin(kNeededWords), std::end(kNeededWords));
  for (const auto& [key, value] : node.members) {
    // Articles have words of their own, "info.<article>"; "language" may be there, and "asks", with
    // which a question begins, for whoever tells questions from wishes.
    const bool is_of_profile =
        key.scalar.starts_with("info.") || key.scalar == "language" || key.scalar == "asks";
    if (!is_of_profile && std::find(known.begin(), known.end(), key.scalar) == known.end()) {
      faults_.error({file, key.line, key.column}, "nobody asks for the words '" + key.scalar + "'",
                    base::suggest_any(key.scalar, known));
    }
    if (!value.is_list()) {
      faults_.error({file, value.line, value.column}, "expected a list of words",
                    "write [cancel, stop]");
      continue;
    }
    WordList list{key.scalar, language.name, {}};
    for (const base::YamlNode& item : value.items) {
      const auto word = base::yaml_text(item, file, faults_);
      if (!word) continue;
      list.words.push_back(base::fold(*word));
      check_reserved(list, {file, item.line, item.column}, language);
    }
    language.words.push_back(std::move(list));
  }
}

void TextLibrary::read_policy_words(const base::YamlNode& node, const std::string& file,
                                    Language& language) {
  if (!node.is_map()) {
    faults_.error({file, node.line, node.column}, "expected words of the policy with their own",
                  "write `by mail: по почте`");
    return;
  }
  for (const auto& [key, value] : node.members) {
    if (auto words = customer_text(value, file, faults_)) {
      language.policy_words.emplace_back(key.scalar, std::move(*words));
    }
  }
}

void TextLibrary::read_phrases(const base::YamlNode& node, const std::string& file,
                               Language& language) {
  if (!node.is_map()) {
    faults_.error({file, node.line, node.column}, "expected lists of phrases by flow");
    return;
  }
  for (const auto& [key, value] : node.members) {
    Phrases phrases{key.scalar, {}, {file, key.line, key.column}, false};
    for (const base::YamlNode& item : value.items) {
      const auto phrase = base::yaml_text(item, file, faults_);
      if (phrase) phrases.words.push_back(fold_phrase(*phrase));
    }
    if (phrases.words.empty()) {
      faults_.error(phrases.where, "expected a list of phrases", "create_return: [return, refund]");
    }
    language.phrases.push_back(std::move(phrases));
  }
}

std::vector<std::string> TextLibrary::phrases_of(std::string_view flow) {
  std::vector<std::string> all;
  for (Language& language : languages_) {
    for (Phrases& phrases : language.phrases) {
      if (phrases.flow != flow) continue;
      phrases.is_used = true;
      all.insert(all.end(), phrases.words.begin(), phrases.words.end());
    }
  }
  return all;
}

PolicyWords TextLibrary::policy_words() const {
  PolicyWords words;
  for (const Language& language : languages_) {
    words.emplace_back(language.name, language.policy_words);
  }
  return words;
}

// "cancel" and "human" win over every question, so their words can mean nothing else.
void TextLibrary::check_reserved(const WordList& list, const base::Position& where,
                                 const Language& language) {
  const std::string& word = list.words.back();
  for (const WordList& other : language.words) {
    const bool is_reserved = other.name == "cancel" || other.name == "human" ||
                             list.name == "cancel" || list.name == "human";
    if (!is_reserved || other.name == list.name) continue;
    if (std::find(other.words.begin(), other.words.end(), word) == other.words.end()) continue;
    faults_.error(where, "'" + word + "' means both '" + other.name + "' and '" + list.name + "'",
                  "leave it to one of the two");
  }
}

// A customer must be able to steer in each language.
void TextLibrary::check_words(const Language& language, const Language& first) {
  for (const WordList& needed : first.words) {
    const bool is_there =
        std::any_of(language.words.begin(), language.words.end(),
                    [&](const WordList& list) { return list.name == needed.name; });
    if (is_there) continue;
    faults_.error(
        language.words_where,
        "the words for '" + needed.name + "' are missing in language '" + language.name + "'",
        "add a list under `words:`");
  }
}

void TextLibrary::add_language(Text& text, const std::string& language, const std::string& source,
                               const base::Position& where) {
  if (auto parsed = Template::parse(source, where, faults_)) {
    text.languages.emplace_back(language, std::move(*parsed));
  }
}

Text TextLibrary::flow_text(const std::string& key, const std::string* inline_text,
                            const base::Position& where) {
  known_flow_keys_.push_back(key);
  Text text;
  text.key = key;
  for (std::size_t at = 0; at < languages_.size(); ++at) {
    Language& language = languages_[at];
    const auto overlay = language.flows.find(key);
    if (overlay != language.flows.end()) {
      overlay->second.is_used = true;
      add_language(text, language.name, overlay->second.text, overlay->second.where);
    } else if (at == 0 && inline_text != nullptr) {
      add_language(text, language.name, *inline_text, where);
    } else if (at > 0 && !text.empty()) {
      faults_.error(where, "text '" + key + "' is missing in language '" + language.name + "'",
                    "add it under `flows:` of that language's file");
    }
  }
  return text;
}

void TextLibrary::report_unused(const Language& language) {
  for (const Phrases& phrases : language.phrases) {
    if (!phrases.is_used && !unread_flows_.contains(phrases.flow)) {
      faults_.error(phrases.where, "there is no flow '" + phrases.flow + "' to begin");
    }
  }
  for (const auto& [key, entry] : language.flows) {
    const std::string_view flow = std::string_view(key).substr(0, key.find('.'));
    if (entry.is_used || unread_flows_.contains(flow)) continue;
    faults_.error(entry.where, "no flow has a text '" + key + "'",
                  base::suggest_any(key, known_flow_keys_));
  }
}

Texts TextLibrary::finish() {
  Texts texts;
  if (languages_.empty()) return texts;
  const Language& first = languages_.front();
  for (const auto& [key, entry] : first.shared) {
    Text text;
    text.key = key;
    add_language(text, first.name, entry.text, entry.where);
    for (std::size_t at = 1; at < languages_.size(); ++at) {
      const Language& other = languages_[at];
      const auto found = other.shared.find(key);
      if (found != other.shared.end()) {
        add_language(text, other.name, found->second.text, found->second.where);
      } else {
        faults_.error(entry.where, "text '" + key + "' is missing in language '" + other.name + "'",
                      "add it under `texts:` of that language's file");
      }
    }
    texts.add(std::move(text));
  }
  for (const Language& language : languages_) {
    for (const auto& [key, entry] : language.shared) {
      if (first.shared.contains(key)) continue;
      faults_.error(entry.where, "language '" + first.name + "' has no text '" + key + "'",
                    base::suggest_any(key, texts.keys()));
    }
    report_unused(language);
    texts.set_formats(language.name, language.formats);
    for (const WordList& words : language.words) texts.add_words(words);
    if (&language != &first) check_words(language, first);
  }
  return texts;
}

}  // namespace dialogs
