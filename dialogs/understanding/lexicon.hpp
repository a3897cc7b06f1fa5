// The words of one language that mean a thing whatever the sentence: products, carriers, reasons of
// a return, ways of sending (config/training/lexicon/<lang>.yaml). Used to fill in answers and, as
// marks, by the classifier, so that "my toaster is dead" needs no training phrase with a toaster.
// Pure; immutable once read: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/loader.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {

struct LexiconMatch {
  std::string_view kind;    // "carrier"; views into the lexicon
  std::string_view value;   // "DHL"
  std::uint32_t first = 0;  // tokens
  std::uint32_t count = 0;
};

class Lexicon {
 public:
  // Kinds of values of terms: `carrier: { DHL: [dhl] }`. A term is one word or several; one that
  // ends in `*` matches every word that begins so. Faults: a term twice in one kind, an empty one,
  // a beginning of fewer than three letters.
  static Lexicon read(const SourceFile& file, base::Faults& faults);

  // Every match, in order of tokens; of two of one kind at the same place the longer.
  std::vector<LexiconMatch> find(std::span<const TextToken> tokens) const;
  // `tokens` and, behind them, one token a thing found in them: "@carrier", "@reason.defective".
  std::vector<TextToken> marked(std::span<const TextToken> tokens) const;

 private:
  struct Term {
    std::vector<std::string> words;  // folded
    bool is_beginning = false;       // of the last word
    std::uint32_t value = 0;
  };
  struct Meaning {
    std::string kind;
    std::string value;
  };

  void add(Term term);
  bool fits(const Term& term, std::span<const TextToken> tokens) const;

  std::vector<Meaning> meanings_;
  std::vector<Term> terms_;
  // First word, or the first three letters of a beginning, to indices of terms.
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_start_;
};

}  // namespace dialogs
