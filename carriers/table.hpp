// The posts and couriers that a shop's customers send with, and how their tracking numbers look:
// config/carriers.yaml, one table for the questions of flows and for the cases. Immutable after
// load; any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "carriers/check_digit.hpp"
#include "carriers/form.hpp"

namespace carriers {

// One published form of a number.
struct Format {
  Form form;
  std::optional<CheckRule> check;
  // It cannot be taken for another carrier's, so that it is known without asking for the carrier.
  bool is_recognisable = false;
};

struct Carrier {
  std::string id;                    // "russian_post"
  std::string name;                  // "Russian Post", for people
  std::vector<std::string> aliases;  // also the name; folded, in any language
  std::string country;               // of a post: what its S10 numbers end in; else empty
  std::vector<Format> formats;       // beside S10; empty: it publishes none
  std::vector<int> facts;
  base::Position where;
};

class Table {
 public:
  // A table without carriers: it knows S10 and nothing else.
  Table() = default;

  // Reads and checks the whole file; every fault goes to `faults`, and what could be read is kept.
  // An empty text is a table without carriers. `file` is its name in faults.
  static Table load(std::string_view text, const std::string& file, base::Faults& faults);

  // The carrier that somebody means by these words ("by DHL Express", "сдэк"): its alias, or the
  // longest alias that is among the words. Nothing when it is none of the table.
  const Carrier* find(std::string_view words) const;
  const std::vector<Carrier>& all() const { return all_; }

 private:
  friend class TableReader;
  std::vector<Carrier> all_;
};

}  // namespace carriers
