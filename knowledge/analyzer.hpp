// Turns what people write in one language into terms to search by: stems of words, with words of
// the same meaning made one, and groups of four letters that survive typos and endings. Total: any
// bytes give some terms or none, at most kMaxWords words.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "knowledge/language_words.hpp"

namespace knowledge {

// The words of a text: folded, without apostrophes, soft hyphens and zero-width characters; `ё` is
// `е`. At most `max_words`. Any thread.
std::vector<std::string> words_of(std::string_view text, std::size_t max_words = 200);

// What a term is called in an index: a hash of its text.
using TermId = std::uint64_t;
TermId term_id(std::string_view text);

struct Terms {
  std::vector<TermId> stems;  // in the order of the text, without fillers
  std::vector<TermId> grams;  // four characters each, of the words as written
};

// One thread at a time: the stemmer keeps what it works on.
class Analyzer {
 public:
  static constexpr std::size_t kMaxWords = 200;
  static constexpr std::size_t kMaxWordCharacters = 40;

  explicit Analyzer(LanguageWords words);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  Terms analyze(std::string_view text) const;
  // The same without a bound on the number of words, for what is searched in; its words are
  // remembered, so that who asks with them is answered sooner.
  Terms learn(std::string_view text);
  // Which worlds the text names; `any` when none or both.
  World world_of(std::string_view text) const;
  // Whether the text begins as a question that leans on the one before ("and by courier?").
  bool is_follow_up(std::string_view text) const;
  const LanguageWords& words() const { return words_; }

 private:
  using Phrase = std::vector<TermId>;  // stems
  struct Meaning {
    Phrase phrase;
    TermId stem = 0;  // what stands for it
  };
  struct Stem {
    TermId id = 0;
    bool is_filler = false;  // counts within a phrase ("by hand"), not alone
  };
  struct Word {
    Stem stem;
    std::vector<TermId> grams;  // none of a filler
  };

  Terms terms_of(const std::vector<std::string>& words) const;
  Word analyzed(const std::string& word) const;
  std::string stem(const std::string& word) const;
  Phrase stems_of(std::string_view text) const;
  bool contains(const Phrase& stems, const std::vector<Phrase>& phrases) const;
  // Puts one stem for each phrase that means the same, the longest phrase first.
  std::vector<Stem> unite(const std::vector<Stem>& stems) const;

  struct Stemmer;

  LanguageWords words_;
  std::unique_ptr<Stemmer> stemmer_;
  std::unordered_set<std::string> fillers_;
  std::unordered_map<std::string, Word> known_;
  std::unordered_map<TermId, std::vector<Meaning>> meanings_;  // by first stem, longest first
  std::vector<Phrase> leads_;
  std::vector<Phrase> product_;
  std::vector<Phrase> reward_;
};

}  // namespace knowledge
