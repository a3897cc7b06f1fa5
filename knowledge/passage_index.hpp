// BM25 over passages: an inverted index in memory with two fields, stems and groups of letters. A
// passage belongs to an owner (an article); how rare a term is counts in owners, so that many
// wordings of one question do not make its words common. Deterministic; immutable once built; any
// thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/byte_form.hpp"
#include "base/hash.hpp"
#include "knowledge/analyzer.hpp"

namespace knowledge {

class PassageIndex {
 public:
  struct Passage {
    std::uint32_t owner = 0;
    Terms terms;
  };
  struct Hit {
    std::uint32_t passage = 0;
    double score = 0;    // BM25 over what a passage that says just the question would have
    double covered = 0;  // share of the passage's own weight that the question has, 0 to 1
  };

  // The passages of one owner stand together. `gram_weight`: what groups of letters count beside
  // stems.
  explicit PassageIndex(const std::vector<Passage>& passages, double gram_weight = 0.25);

  // What `write` wrote; when `from` is damaged it says so, and this is good for nothing.
  explicit PassageIndex(base::ByteReader& from);
  void write(base::ByteWriter& to) const;

  std::size_t size() const { return owners_.size(); }
  // Every passage that shares a term, in the order of passages.
  std::vector<Hit> search(const Terms& question) const;
  std::uint32_t owner(std::uint32_t passage) const { return owners_[passage]; }
  // How rare a stem is: the natural logarithm of BM25's inverse frequency; the greatest for stems
  // that no passage has.
  double rarity(TermId stem) const;

 private:
  struct Posting {
    std::uint32_t passage = 0;
    float weight = 0;  // BM25's weight of the term in that passage, rarity included
  };
  struct Field {
    base::FrozenArray<TermId> terms;
    base::HashSlots slots;  // of `terms`
    base::FrozenArray<double> rarities;
    base::FrozenArray<std::uint32_t> starts;  // by term: its first posting; and one more
    base::FrozenArray<Posting> postings;
    double greatest_rarity = 0;
    double mean_length = 1;
    double weight = 1;
  };
  struct Counted;
  using TermsOf = std::vector<TermId> Terms::*;

  static Counted count(const std::vector<Passage>& passages, TermsOf terms);
  // Adds to `weights`, by passage, what its terms weigh.
  static void build(Field& field, const std::vector<Passage>& passages, TermsOf terms,
                    std::vector<double>& weights);
  // False when it is not sound.
  static bool read(Field& field, base::ByteReader& from);
  static void write(const Field& field, base::ByteWriter& to);
  // Small, as there is one for each passage and every posting of a question adds to one.
  struct Sum {
    float score = 0;
    float covered = 0;
  };
  // Adds to `sums`, by passage, and returns what a perfect passage would score.
  double add(const Field& field, const std::vector<TermId>& terms, std::vector<Sum>& sums) const;

  base::FrozenArray<std::uint32_t> owners_;
  // By passage: one over the sum of the rarities of its terms.
  base::FrozenArray<double> share_of_weight_;
  Field stems_;
  Field grams_;
};

}  // namespace knowledge
