#include "knowledge/passage_index.hpp"

#include <algorithm>
#include <cmath>

namespace knowledge {
namespace {

// BM25's usual constants: how soon repeats stop counting, and how much long passages lose.
constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.6;

double rarity_of(std::size_t having, std::size_t all) {
  const auto n = static_cast<double>(having);
  return std::log(1.0 + (static_cast<double>(all) - n + 0.5) / (n + 0.5));
}

double term_weight(double count, double length, double mean_length) {
  const double longer = 1.0 - kLengthShare + kLengthShare * length / mean_length;
  return count * (kSaturation + 1.0) / (count + kSaturation * longer);
}

std::vector<TermId> distinct(std::vector<TermId> terms) {
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace

PassageIndex::PassageIndex(const std::vector<Passage>& passages, double gram_weight) {
  std::vector<std::uint32_t> owners;
  owners.reserve(passages.size());
  for (const Passage& passage : passages) owners.push_back(passage.owner);
  owners_ = std::move(owners);
  grams_.weight = gram_weight;
  std::vector<double> weights(passages.size(), 0.0);
  build(stems_, passages, &Terms::stems, weights);
  build(grams_, passages, &Terms::grams, weights);
  for (double& weight : weights) weight = weight > 0 ? 1 / weight : 0;
  share_of_weight_ = std::move(weights);
}

// What the passages hold, before it is known how much each term weighs.
struct PassageIndex::Counted {
  struct Having {
    std::uint32_t passages = 0;
    std::uint32_t owners = 0;
    std::uint32_t last = 0;  // passage, when there is any
  };
  std::vector<TermId> terms;  // by number
  base::HashSlots slots;      // of `terms`
  std::vector<Having> having;
  std::vector<std::uint32_t> numbers;  // of the terms of all passages, one behind the other
  std::size_t owners = 0;
};

PassageIndex::Counted PassageIndex::count(const std::vector<Passage>& passages, TermsOf terms) {
  Counted counted;
  for (std::uint32_t at = 0; at < passages.size(); ++at) {
    const std::uint32_t owner = passages[at].owner;
    counted.owners += at == 0 || passages[at - 1].owner != owner ? 1 : 0;
    for (const TermId term : passages[at].terms.*terms) {
      std::uint32_t number = counted.slots.find(term, counted.terms);
      if (number == base::HashSlots::kNone) {
        number = static_cast<std::uint32_t>(counted.terms.size());
        counted.terms.push_back(term);
        counted.slots.put_last(counted.terms);
        counted.having.emplace_back();
      }
      counted.numbers.push_back(number);
      auto& one = counted.having[number];
      if (one.passages > 0 && one.last == at) continue;
      one.owners += one.passages == 0 || passages[one.last].owner != owner ? 1 : 0;
      ++one.passages;
      one.last = at;
    }
  }
  return counted;
}

void PassageIndex::build(Field& field, const std::vector<Passage>& passages, TermsOf terms,
                         std::vector<double>& weights) {
  Counted counted = count(passages, terms);
  if (!counted.numbers.empty()) {
    field.mean_length =
        static_cast<double>(counted.numbers.size()) / static_cast<double>(passages.size());
  }
  field.greatest_rarity = rarity_of(0, counted.owners);
  std::vector<double> rarities;
  std::vector<std::uint32_t> starts(1, 0);
  for (const Counted::Having& one : counted.having) {
    rarities.push_back(rarity_of(one.owners, counted.owners));
    starts.push_back(starts.back() + one.passages);
  }
  // First how often each passage has the term, then what that weighs.
  std::vector<Posting> postings(starts.back());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  std::size_t read = 0;
  for (std::uint32_t at = 0; at < passages.size(); ++at) {
    for (std::size_t left = (passages[at].terms.*terms).size(); left > 0; --left) {
      const std::uint32_t number = counted.numbers[read++];
      std::uint32_t& end = next[number];
      const bool is_known = end > starts[number] && postings[end - 1].passage == at;
      if (!is_known) postings[end++] = {at, 0};
      postings[end - 1].weight += 1;
    }
  }
  for (std::size_t i = 0; i < rarities.size(); ++i) {
    for (std::uint32_t at = starts[i]; at < starts[i + 1]; ++at) {
      Posting& posting = postings[at];
      const auto length = static_cast<double>((passages[posting.passage].terms.*terms).size());
      const double weight =
          term_weight(static_cast<double>(posting.weight), length, field.mean_length);
      posting.weight = static_cast<float>(weight * rarities[i]);
      weights[posting.passage] += field.weight * rarities[i];
    }
  }
  field.terms = std::move(counted.terms);
  field.slots = std::move(counted.slots);
  field.rarities = std::move(rarities);
  field.starts = std::move(starts);
  field.postings = std::move(postings);
}

PassageIndex::PassageIndex(base::ByteReader& from)
    : owners_(from.list<std::uint32_t>()), share_of_weight_(from.list<double>()) {
  const bool is_sound = read(stems_, from) && read(grams_, from);
  if (!is_sound || share_of_weight_.size() != owners_.size()) from.refuse();
}

bool PassageIndex::read(Field& field, base::ByteReader& from) {
  field.terms = from.list<TermId>();
  field.rarities = from.list<double>();
  field.starts = from.list<std::uint32_t>();
  field.postings = from.list<Posting>();
  field.greatest_rarity = from.number<double>();
  field.mean_length = from.number<double>();
  field.weight = from.number<double>();
  field.slots = base::HashSlots(field.terms);
  const std::size_t terms = field.terms.size();
  return from.is_sound() && field.rarities.size() == terms && field.starts.size() == terms + 1 &&
         field.starts[terms] == field.postings.size();
}

void PassageIndex::write(const Field& field, base::ByteWriter& to) {
  to.list(field.terms);
  to.list(field.rarities);
  to.list(field.starts);
  to.list(field.postings);
  to.number(field.greatest_rarity);
  to.number(field.mean_length);
  to.number(field.weight);
}

void PassageIndex::write(base::ByteWriter& to) const {
  to.list(owners_);
  to.list(share_of_weight_);
  write(stems_, to);
  write(grams_, to);
}

double PassageIndex::add(const Field& field, const std::vector<TermId>& terms,
                         std::vector<Sum>& sums) const {
  const auto length = static_cast<double>(terms.size());
  const double perfect = term_weight(1.0, std::min(length, field.mean_length), field.mean_length);
  double ideal = 0;
  for (const TermId term : distinct(terms)) {
    const std::uint32_t number = field.slots.find(term, field.terms);
    const bool is_known = number != base::HashSlots::kNone;
    const double rarity = is_known ? field.rarities[number] : field.greatest_rarity;
    ideal += field.weight * rarity * perfect;
    if (!is_known) continue;
    const auto weight = static_cast<float>(field.weight);
    const auto covered = static_cast<float>(field.weight * rarity);
    for (std::uint32_t at = field.starts[number]; at < field.starts[number + 1]; ++at) {
      Sum& sum = sums[field.postings[at].passage];
      sum.score += weight * field.postings[at].weight;
      sum.covered += covered;
    }
  }
  return ideal;
}

std::vector<PassageIndex::Hit> PassageIndex::search(const Terms& question) const {
  std::vector<Sum> sums(owners_.size());
  const double ideal = add(stems_, question.stems, sums) + add(grams_, question.grams, sums);
  std::vector<Hit> found;
  if (ideal <= 0) return found;
  found.reserve(sums.size());
  const double scale = 1 / ideal;  // thousands of passages: dividing each would be felt
  for (std::uint32_t at = 0; at < sums.size(); ++at) {
    if (sums[at].score <= 0) continue;
    found.push_back({at, static_cast<double>(sums[at].score) * scale,
                     static_cast<double>(sums[at].covered) * share_of_weight_[at]});
  }
  return found;
}

double PassageIndex::rarity(TermId stem) const {
  const std::uint32_t number = stems_.slots.find(stem, stems_.terms);
  return number == base::HashSlots::kNone ? stems_.greatest_rarity : stems_.rarities[number];
}

}  // namespace knowledge
