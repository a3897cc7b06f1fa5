#include "knowledge/passage_index.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using knowledge::PassageIndex;
using knowledge::term_id;
using knowledge::TermId;
using knowledge::Terms;

namespace {

std::vector<TermId> ids(const std::vector<std::string>& texts) {
  std::vector<TermId> all;
  for (const auto& text : texts) all.push_back(term_id(text));
  return all;
}

Terms stems(const std::vector<std::string>& words) {
  return {ids(words), {}};
}

double score_of(const PassageIndex& index, const Terms& question, std::uint32_t passage) {
  for (const auto& hit : index.search(question)) {
    if (hit.passage == passage) return hit.score;
  }
  return 0;
}

}  // namespace

TEST_CASE("passage index: the passage with the rarer word wins", "[knowledge]") {
  const PassageIndex index({{0, stems({"return", "parcel"})},
                            {1, stems({"return", "money"})},
                            {2, stems({"return", "address"})}});
  const Terms question = stems({"return", "money"});
  CHECK(score_of(index, question, 1) > score_of(index, question, 0));
  CHECK(index.rarity(term_id("money")) > index.rarity(term_id("return")));
  CHECK(index.rarity(term_id("unheard")) > index.rarity(term_id("money")));
}

TEST_CASE("passage index: wordings of one owner do not make its words common", "[knowledge]") {
  const PassageIndex index({{0, stems({"money"})},
                            {0, stems({"money", "when"})},
                            {0, stems({"money", "where"})},
                            {1, stems({"address"})}});
  CHECK(index.rarity(term_id("money")) == Approx(index.rarity(term_id("address"))));
}

TEST_CASE("passage index: unknown words lower the score", "[knowledge]") {
  const PassageIndex index({{0, stems({"money"})}, {1, stems({"address"})}});
  const double alone = score_of(index, stems({"money"}), 0);
  CHECK(score_of(index, stems({"money", "weather", "joke"}), 0) < alone / 2);
  CHECK(index.search(stems({"weather"})).empty());
  CHECK(index.search(stems({})).empty());
}

TEST_CASE("passage index: groups of letters find a mistyped word", "[knowledge]") {
  const PassageIndex index({{0, {ids({"address"}), ids({" add", "addr", "ddre", "ress"})}},
                            {1, {ids({"money"}), ids({" mon", "mone", "oney"})}}});
  const Terms mistyped{ids({"adress"}), ids({" adr", "adre", "dres", "ress"})};
  const auto hits = index.search(mistyped);
  REQUIRE(hits.size() == 1);
  CHECK(index.owner(hits.front().passage) == 0);
}

TEST_CASE("passage index: an index of nothing finds nothing", "[knowledge]") {
  const PassageIndex index({});
  CHECK(index.search(stems({"money"})).empty());
}
