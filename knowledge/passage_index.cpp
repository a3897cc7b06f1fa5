#include "knowledge/passage_index.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

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

// Each term once, with how often it occurs.
std::vector<std::pair<std::string_view, std::size_t>> counted(
    const std::vector<std::string>& terms) {
  std::vector<std::string_view> sorted(terms.begin(), terms.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::pair<std::string_view, std::size_t>> counts;
  for (const std::string_view term : sorted) {
    if (counts.empty() || counts.back().first != term) counts.emplace_back(term, 0);
    ++counts.back().second;
  }
  return counts;
}

std::vector<std::string_view> distinct(const std::vector<std::string>& terms) {
  std::vector<std::string_view> once(terms.begin(), terms.end());
  std::sort(once.begin(), once.end());
  once.erase(std::unique(once.begin(), once.end()), once.end());
  return once;
}

}  // namespace

PassageIndex::PassageIndex(const std::vector<Passage>& passages, double gram_weight) {
  for (const Passage& passage : passages) owners_.push_back(passage.owner);
  share_of_weight_.assign(passages.size(), 0.0);
  grams_.weight = gram_weight;
  build(stems_, passages, &Terms::stems);
  build(grams_, passages, &Terms::grams);
  for (double& weight : share_of_weight_) weight = weight > 0 ? 1 / weight : 0;
}

void PassageIndex::build(Field& field, const std::vector<Passage>& passages,
                         std::vector<std::string> Terms::*terms) {
  struct Having {
    std::size_t owners = 0;
    std::uint32_t last = 0;
  };
  std::unordered_map<std::string_view, Having> having;
  std::size_t owners = 0;
  std::size_t length = 0;
  for (std::size_t at = 0; at < passages.size(); ++at) {
    const Passage& passage = passages[at];
    length += (passage.terms.*terms).size();
    owners += at == 0 || passages[at - 1].owner != passage.owner ? 1 : 0;
    for (const std::string_view term : passage.terms.*terms) {
      Having& one = having[term];
      if (one.owners > 0 && one.last == passage.owner) continue;
      ++one.owners;
      one.last = passage.owner;
    }
  }
  if (length > 0) {
    field.mean_length = static_cast<double>(length) / static_cast<double>(passages.size());
  }
  field.greatest_rarity = rarity_of(0, owners);
  field.terms.reserve(having.size());
  for (const auto& [term, one] : having) {
    field.terms[std::string(term)].rarity = rarity_of(one.owners, owners);
  }
  for (std::uint32_t at = 0; at < passages.size(); ++at) {
    const auto& all = passages[at].terms.*terms;
    for (const auto& [term, times] : counted(all)) {
      Term& known = field.terms.find(term)->second;
      const double weight = term_weight(static_cast<double>(times), static_cast<double>(all.size()),
                                        field.mean_length) *
                            known.rarity;
      known.postings.push_back({at, static_cast<float>(weight)});
      share_of_weight_[at] += field.weight * known.rarity;
    }
  }
}

double PassageIndex::add(const Field& field, const std::vector<std::string>& terms,
                         std::vector<Sum>& sums) const {
  const auto length = static_cast<double>(terms.size());
  const double perfect = term_weight(1.0, std::min(length, field.mean_length), field.mean_length);
  double ideal = 0;
  for (const std::string_view term : distinct(terms)) {
    const auto known = field.terms.find(term);
    const double rarity = known == field.terms.end() ? field.greatest_rarity : known->second.rarity;
    ideal += field.weight * rarity * perfect;
    if (known == field.terms.end()) continue;
    const auto weight = static_cast<float>(field.weight);
    const auto covered = static_cast<float>(field.weight * rarity);
    for (const Posting& posting : known->second.postings) {
      Sum& sum = sums[posting.passage];
      sum.score += weight * posting.weight;
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

double PassageIndex::rarity(const std::string& stem) const {
  const auto known = stems_.terms.find(stem);
  return known == stems_.terms.end() ? stems_.greatest_rarity : known->second.rarity;
}

}  // namespace knowledge
