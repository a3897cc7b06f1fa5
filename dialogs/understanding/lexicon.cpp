#include "dialogs/understanding/lexicon.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/yaml.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kLettersOfBeginning = 3;

// Kinds whose value is a mark of its own; of the others only the kind is.
bool marks_value(std::string_view kind) {
  return kind == "reason";
}

}  // namespace

Lexicon Lexicon::read(const SourceFile& file, base::Faults& faults) {
  Lexicon lexicon;
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root || !root->is_map()) return lexicon;
  for (const auto& [kind, values] : root->members) {
    std::set<std::vector<std::string>> known;
    if (!values.is_map()) {
      faults.error({file.name, values.line, values.column},
                   "'" + kind.scalar + "' is a map of values to their words");
      continue;
    }
    for (const auto& [value, words] : values.members) {
      const auto meaning = static_cast<std::uint32_t>(lexicon.meanings_.size());
      lexicon.meanings_.push_back({kind.scalar, value.scalar});
      for (const auto& word : words.items) {
        Term term;
        term.value = meaning;
        term.is_beginning = word.scalar.ends_with('*');
        for (TextToken& token : tokenize(word.scalar)) term.words.push_back(std::move(token.text));
        const base::Position where{file.name, word.line, word.column};
        if (term.words.empty()) {
          faults.error(where, "the term is empty");
        } else if (term.is_beginning &&
                   base::count_characters(term.words.back()) < kLettersOfBeginning) {
          faults.error(where, "a beginning needs three letters");
        } else if (!known.insert(term.words).second) {
          faults.error(where, "'" + word.scalar + "' is there already");
        } else {
          lexicon.add(std::move(term));
        }
      }
    }
  }
  return lexicon;
}

void Lexicon::add(Term term) {
  const bool is_short = term.is_beginning && term.words.size() == 1;
  const std::string start(is_short ? base::first_characters(term.words.front(), kLettersOfBeginning)
                                   : std::string_view(term.words.front()));
  by_start_[start].push_back(static_cast<std::uint32_t>(terms_.size()));
  terms_.push_back(std::move(term));
}

bool Lexicon::fits(const Term& term, std::span<const TextToken> tokens) const {
  if (tokens.size() < term.words.size()) return false;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    const bool may_go_on = term.is_beginning && i + 1 == term.words.size();
    const std::string& text = tokens[i].text;
    if (may_go_on ? !text.starts_with(term.words[i]) : text != term.words[i]) return false;
  }
  return true;
}

std::vector<LexiconMatch> Lexicon::find(std::span<const TextToken> tokens) const {
  std::vector<LexiconMatch> found;
  for (std::uint32_t at = 0; at < tokens.size(); ++at) {
    const std::string_view word = tokens[at].text;
    const std::string_view start = base::first_characters(word, kLettersOfBeginning);
    for (const std::string_view key : {word, start}) {
      const auto terms = by_start_.find(key);
      if (terms == by_start_.end()) continue;
      for (const std::uint32_t index : terms->second) {
        const Term& term = terms_[index];
        if (!fits(term, tokens.subspan(at))) continue;
        const Meaning& meaning = meanings_[term.value];
        const auto count = static_cast<std::uint32_t>(term.words.size());
        const auto rival = std::find_if(found.begin(), found.end(), [&](const LexiconMatch& one) {
          return one.kind == meaning.kind && at < one.first + one.count;
        });
        if (rival == found.end()) {
          found.push_back({meaning.kind, meaning.value, at, count});
        } else if (rival->first == at && rival->count < count) {
          *rival = {meaning.kind, meaning.value, at, count};
        }
      }
      if (word == start) break;
    }
  }
  return found;
}

std::vector<TextToken> Lexicon::marked(std::span<const TextToken> tokens) const {
  std::vector<TextToken> out(tokens.begin(), tokens.end());
  std::set<std::string> marks;
  for (const LexiconMatch& match : find(tokens)) {
    std::string mark = "@" + std::string(match.kind);
    if (marks_value(match.kind)) mark += "." + std::string(match.value);
    if (marks.insert(mark).second) out.push_back({mark, 0, 0, false});
  }
  return out;
}

}  // namespace dialogs
