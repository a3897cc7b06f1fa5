#include "knowledge/language_words.hpp"

#include <libstemmer.h>

#include "base/yaml.hpp"

namespace knowledge {
namespace {

bool is_stemmer(const std::string& name) {
  for (const char** known = sb_stemmer_list(); *known != nullptr; ++known) {
    if (name == *known) return true;
  }
  return false;
}

void read_groups(const base::YamlNode& node, const std::string& file, LanguageWords& words,
                 base::Faults& faults) {
  for (const base::YamlNode& group : node.items) {
    std::vector<std::string> same;
    for (const base::YamlNode& item : group.items) {
      if (auto word = base::yaml_text(item, file, faults)) same.push_back(std::move(*word));
    }
    if (same.size() < 2) {
      faults.error({file, group.line, group.column}, "words that mean the same come in lists");
    }
    words.same.push_back(std::move(same));
  }
}

}  // namespace

LanguageWords read_language_words(const SourceFile& file, const std::string& language,
                                  base::Faults& faults) {
  LanguageWords words;
  words.language = language;
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root) return words;
  base::YamlReader reader(*root, file.name, "words of a language", faults);
  words.stemmer = reader.required_text("stemmer").value_or("english");
  if (!is_stemmer(words.stemmer)) {
    faults.error(reader.position(), "there is no stemmer '" + words.stemmer + "'",
                 "a name of Snowball, such as english or russian");
    words.stemmer = "english";
  }
  const std::string script = reader.required_text("script").value_or("latin");
  if (script == "cyrillic") {
    words.script = LanguageWords::Script::cyrillic;
  } else if (script != "latin") {
    faults.error(reader.position(), "script is latin or cyrillic, not '" + script + "'");
  }
  words.fillers = reader.optional_texts("fillers");
  words.leads = reader.optional_texts("leads");
  if (const auto* same = reader.optional("same")) read_groups(*same, file.name, words, faults);
  words.product = reader.optional_texts("product");
  words.reward = reader.optional_texts("reward");
  words.unanswered = reader.optional_texts("unanswered");
  reader.finish();
  return words;
}

}  // namespace knowledge
