#include "knowledge/analyzer.hpp"

#include <libstemmer.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <stdexcept>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace knowledge {

TermId term_id(std::string_view text) {
  return base::mixed_hash(base::continued_hash(text));
}

namespace {

constexpr std::size_t kGramCharacters = 4;

// Characters that people and keyboards put into words without meaning anything by it.
bool is_inside_word(char32_t code) {
  return code == '\'' || code == 0x2019 || code == 0x02BC || code == 0x2018 || code == '`' ||
         code == 0x00AD || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
         code == 0xFEFF || (code >= 0x0300 && code <= 0x036F);
}

// Letters and digits; those of ASCII, which are most, without Unicode's tables.
bool is_of_word(char32_t code) {
  if (code < 0x80) {
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') ||
           (code >= 'A' && code <= 'Z');
  }
  return u_isalnum(static_cast<UChar32>(code)) != 0;
}

std::vector<TermId> grams_of(const std::string& word) {
  std::vector<std::size_t> starts;
  const std::string padded = " " + word + " ";
  for (std::size_t at = 0; at < padded.size();) {
    starts.push_back(at);
    at +=
        std::max<std::size_t>(1, base::first_character(std::string_view(padded).substr(at)).bytes);
  }
  starts.push_back(padded.size());
  std::vector<TermId> grams;
  for (std::size_t at = 0; at + kGramCharacters < starts.size(); ++at) {
    grams.push_back(term_id(
        std::string_view(padded).substr(starts[at], starts[at + kGramCharacters] - starts[at])));
  }
  return grams;
}

}  // namespace

std::vector<std::string> words_of(std::string_view text, std::size_t max_words) {
  const std::string folded = base::fold_case(text);
  std::vector<std::string> words;
  std::string word;
  std::size_t characters = 0;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    characters = 0;
  };
  for (std::size_t at = 0; at < folded.size() && words.size() < max_words;) {
    const base::Character next = base::first_character(std::string_view(folded).substr(at));
    const std::size_t bytes = std::max<std::size_t>(1, next.bytes);
    if (next.bytes != 0 && is_of_word(next.code)) {
      // A word without end is cut, not refused: its beginning may still say something.
      if (characters++ < Analyzer::kMaxWordCharacters) {
        // Russian is written with and without the dots of `ё`.
        next.code == U'ё' ? word += "е" : word.append(folded, at, bytes);
      }
    } else if (!is_inside_word(next.code)) {
      finish();
    }
    at += bytes;
  }
  finish();
  if (words.size() > max_words) words.resize(max_words);
  return words;
}

struct Analyzer::Stemmer {
  explicit Stemmer(const std::string& name) : stemmer(sb_stemmer_new(name.c_str(), "UTF_8")) {
    if (stemmer == nullptr) throw std::runtime_error("libstemmer does not know '" + name + "'");
  }
  ~Stemmer() { sb_stemmer_delete(stemmer); }
  Stemmer(const Stemmer&) = delete;
  Stemmer& operator=(const Stemmer&) = delete;

  sb_stemmer* stemmer;
};

Analyzer::Analyzer(LanguageWords words)
    : words_(std::move(words)), stemmer_(std::make_unique<Stemmer>(words_.stemmer)) {
  for (const std::string& filler : words_.fillers) {
    for (const std::string& word : words_of(filler)) fillers_.insert(word);
  }
  for (const auto& group : words_.same) {
    if (group.empty()) continue;
    std::string name;
    for (const std::string& word : words_of(group.front())) {
      name += (name.empty() ? "" : "_") + stem(word);
    }
    for (const std::string& text : group) {
      Phrase phrase = stems_of(text);
      if (phrase.empty()) continue;
      const TermId first = phrase.front();
      meanings_[first].push_back({std::move(phrase), term_id(name)});
    }
  }
  for (auto& [first, meanings] : meanings_) {
    std::stable_sort(meanings.begin(), meanings.end(), [](const Meaning& a, const Meaning& b) {
      return a.phrase.size() > b.phrase.size();
    });
  }
  for (const std::string& text : words_.leads) leads_.push_back(stems_of(text));
  for (const std::string& text : words_.product) product_.push_back(stems_of(text));
  for (const std::string& text : words_.reward) reward_.push_back(stems_of(text));
}

Analyzer::~Analyzer() = default;

std::string Analyzer::stem(const std::string& word) const {
  // libstemmer counts in bytes that it wants unsigned.
  const auto* bytes = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* stemmed =
      sb_stemmer_stem(stemmer_->stemmer, bytes, static_cast<int>(word.size()));
  if (stemmed == nullptr) return word;
  return {reinterpret_cast<const char*>(stemmed),
          static_cast<std::size_t>(sb_stemmer_length(stemmer_->stemmer))};
}

Analyzer::Phrase Analyzer::stems_of(std::string_view text) const {
  Phrase stems;
  for (const std::string& word : words_of(text)) {
    const auto known = known_.find(word);
    stems.push_back(known == known_.end() ? term_id(stem(word)) : known->second.stem.id);
  }
  return stems;
}

std::vector<Analyzer::Stem> Analyzer::unite(const std::vector<Stem>& stems) const {
  std::vector<Stem> out;
  for (std::size_t at = 0; at < stems.size();) {
    const auto known = meanings_.find(stems[at].id);
    const Meaning* found = nullptr;
    if (known != meanings_.end()) {
      for (const Meaning& meaning : known->second) {
        const std::size_t length = meaning.phrase.size();
        if (at + length <= stems.size() &&
            std::equal(meaning.phrase.begin(), meaning.phrase.end(),
                       stems.begin() + static_cast<std::ptrdiff_t>(at),
                       [](TermId id, const Stem& stem) { return id == stem.id; })) {
          found = &meaning;
          break;
        }
      }
    }
    out.push_back(found != nullptr ? Stem{found->stem, false} : stems[at]);
    at += found != nullptr ? found->phrase.size() : 1;
  }
  return out;
}

Terms Analyzer::analyze(std::string_view text) const {
  return terms_of(words_of(text, kMaxWords));
}

Terms Analyzer::learn(std::string_view text) {
  const auto words = words_of(text, text.size());
  for (const std::string& word : words) {
    const auto [known, is_new] = known_.try_emplace(word);
    if (is_new) known->second = analyzed(word);
  }
  return terms_of(words);
}

Analyzer::Word Analyzer::analyzed(const std::string& word) const {
  const bool is_filler = fillers_.contains(word);
  return {{term_id(stem(word)), is_filler}, is_filler ? std::vector<TermId>() : grams_of(word)};
}

Terms Analyzer::terms_of(const std::vector<std::string>& words) const {
  Terms terms;
  std::vector<Stem> stems;
  stems.reserve(words.size());
  Word own;
  for (const std::string& word : words) {
    const auto known = known_.find(word);
    if (known == known_.end()) own = analyzed(word);
    const Word& one = known == known_.end() ? own : known->second;
    stems.push_back(one.stem);
    terms.grams.insert(terms.grams.end(), one.grams.begin(), one.grams.end());
  }
  for (const Stem& united : unite(stems)) {
    if (!united.is_filler) terms.stems.push_back(united.id);
  }
  return terms;
}

bool Analyzer::contains(const Phrase& stems, const std::vector<Phrase>& phrases) const {
  return std::any_of(phrases.begin(), phrases.end(), [&](const Phrase& phrase) {
    return !phrase.empty() &&
           std::search(stems.begin(), stems.end(), phrase.begin(), phrase.end()) != stems.end();
  });
}

World Analyzer::world_of(std::string_view text) const {
  const Phrase stems = stems_of(text);
  const bool is_product = contains(stems, product_);
  const bool is_reward = contains(stems, reward_);
  if (is_product == is_reward) return World::any;
  return is_product ? World::product : World::reward;
}

bool Analyzer::is_follow_up(std::string_view text) const {
  const Phrase stems = stems_of(text);
  return std::any_of(leads_.begin(), leads_.end(), [&](const Phrase& lead) {
    return !lead.empty() && lead.size() < stems.size() &&
           std::equal(lead.begin(), lead.end(), stems.begin());
  });
}

}  // namespace knowledge
