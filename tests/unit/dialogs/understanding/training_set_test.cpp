#include "dialogs/understanding/training_set.hpp"

#include <catch2/catch.hpp>

#include "small_set.hpp"

using dialogs::read_training;

TEST_CASE("training: files become intents with phrases", "[understanding]") {
  base::Faults faults;
  const auto set = read_training("en", tests::small_files(), 8, faults);
  CHECK(faults.to_string() == "");
  CHECK(set.labels.size() == 4);
  CHECK(set.phrases.size() == 32);
  CHECK(set.find_label("contact_human") == 2);
  CHECK(set.find_label("nothing") == 4);
}

TEST_CASE("training: a phrase twice, an empty one and a thin intent are faults with their place",
          "[understanding]") {
  base::Faults faults;
  read_training("en",
                {{"a.yaml", tests::yaml_of("a", {"return it", "\"...\""})},
                 {"b.yaml", tests::yaml_of("b", {"Return, it!"})}},
                2, faults);
  const std::string said = faults.to_string();
  CHECK(said.find("a.yaml:4:5: error: the phrase says nothing") != std::string::npos);
  CHECK(said.find("b.yaml:3:5: error: this phrase is there already: a.yaml:3") !=
        std::string::npos);
  CHECK(said.find("has 1 phrases, and needs at least 2") != std::string::npos);
}
