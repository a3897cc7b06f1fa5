// The places that the rules name (config/zones.yaml): which article answers for each, and how to
// find a place in what people write. Immutable once read; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "knowledge/article.hpp"

namespace knowledge {

struct Place {
  std::string id;                  // "butovo"
  std::string article;             // of kind place
  std::vector<std::string> facts;  // those that name it
  bool is_wide = false;            // a city or region: a narrower place in the same text wins
  // By language: how the answer calls it, first, and other names that people use.
  std::vector<std::pair<std::string, std::vector<std::string>>> names;
  base::Position where;

  // How the answer calls it in that language, or in the first one that has a name.
  const std::string& name_in(std::string_view language) const;
};

class Places {
 public:
  static Places read(const SourceFile& file, base::Faults& faults);

  const std::vector<Place>& all() const { return all_; }
  // The place that the text names; of several the narrower one, then the one with the longer name.
  // Nothing when it names none.
  const Place* find(std::string_view text) const;

 private:
  struct Name {
    std::vector<std::string> key;
    std::size_t place = 0;
  };

  void index();

  std::vector<Place> all_;
  std::vector<Name> names_;  // the longest first
};

}  // namespace knowledge
