#include "dialogs/understanding/training_set.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kMaxCharacters = 200;

// What two phrases have in common when only case, punctuation or form differ.
std::string essence(std::string_view phrase) {
  std::string out;
  for (const TextToken& token : tokenize(phrase)) {
    if (token.text != "?") out += token.text + " ";
  }
  return out;
}

class TrainingReader {
 public:
  TrainingReader(TrainingSet& set, std::size_t min_phrases, base::Faults& faults)
      : set_(set), min_phrases_(min_phrases), faults_(faults) {}

  void read(const SourceFile& file) {
    const auto root = base::parse_yaml(file.text, file.name, faults_);
    if (!root) return;
    base::YamlReader reader(*root, file.name, "training file", faults_);
    const auto intent = reader.required_text("intent");
    const base::YamlNode* phrases = reader.required("phrases");
    reader.finish();
    if (!intent || phrases == nullptr) return;
    if (!phrases->is_list()) {
      faults_.error(reader.position(*phrases), "phrases is a list of texts");
      return;
    }
    if (!by_intent_.emplace(*intent, file.name).second) {
      faults_.error(reader.position(),
                    "the intent '" + *intent + "' has a file already: " + by_intent_[*intent]);
      return;
    }
    const auto label = static_cast<std::uint32_t>(set_.labels.size());
    set_.labels.push_back(*intent);
    for (const auto& node : phrases->items) add(node, label, file.name);
    if (phrases->items.size() < min_phrases_) {
      faults_.error(reader.position(*phrases),
                    "the intent '" + *intent + "' has " + std::to_string(phrases->items.size()) +
                        " phrases, and needs at least " + std::to_string(min_phrases_));
    }
  }

 private:
  void add(const base::YamlNode& node, std::uint32_t label, const std::string& file) {
    const auto text = base::yaml_text(node, file, faults_);
    if (!text) return;
    const base::Position where{file, node.line, node.column};
    const std::string what = essence(*text);
    if (what.empty()) return faults_.error(where, "the phrase says nothing");
    if (base::count_characters(*text) > kMaxCharacters) {
      return faults_.error(where, "the phrase is longer than 200 characters");
    }
    const auto [known, is_new] = seen_.emplace(what, where);
    if (!is_new) {
      return faults_.error(where, "this phrase is there already: " + known->second.file + ":" +
                                      std::to_string(known->second.line));
    }
    set_.phrases.push_back({*text, label, where});
  }

  TrainingSet& set_;
  std::size_t min_phrases_;
  base::Faults& faults_;
  std::map<std::string, base::Position> seen_;
  std::map<std::string, std::string> by_intent_;
};

}  // namespace

std::uint32_t TrainingSet::find_label(std::string_view name) const {
  const auto found = std::find(labels.begin(), labels.end(), name);
  return static_cast<std::uint32_t>(found - labels.begin());
}

TrainingSet read_training(std::string_view language, const std::vector<SourceFile>& files,
                          std::size_t min_phrases, base::Faults& faults) {
  TrainingSet set;
  set.language = language;
  TrainingReader reader(set, min_phrases, faults);
  for (const auto& file : files) reader.read(file);
  return set;
}

}  // namespace dialogs
