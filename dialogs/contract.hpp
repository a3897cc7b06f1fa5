// What flows may use of the world outside: record types, read-only look-ups, actions with their
// refusals, and signals to wait for; read from config/contracts.yaml. The bot implements each and
// compares at start. Any thread; immutable once read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expression.hpp"
#include "base/fault.hpp"

namespace dialogs {

struct SourceFile {
  std::string name;  // as faults show it: "config/flows/create_return.yaml"
  std::string text;
};

// A type as contracts write it: `text`, `number`, `date`, `instant`, `boolean`, `money`, `file`,
// `track`, `choice(a, b)`, a name of `types`, `list of <type>`; a `?` behind it: may be missing.
struct ContractType {
  base::Type type;
  std::string name;  // "order", "money"; of the item for a list
  bool is_list = false;
};

struct ContractField {
  std::string name;
  ContractType type;
};

struct RecordType {
  std::string name;
  std::vector<ContractField> fields;
  const ContractField* find(std::string_view field) const;
};

struct Lookup {
  std::string name;                // "shop.returnable_orders"
  std::vector<std::string> takes;  // names of the arguments; `customer` is always in reach
  ContractType gives;
  base::Position where;
};

struct Refusal {
  std::string name;
  std::vector<ContractField> fields;
};

// How often an action may be tried when the answer got lost.
enum class Repeat { by_key, by_query, never };

struct Action {
  std::string name;  // "returns.create"
  std::vector<ContractField> with;
  std::vector<ContractField> gives;
  std::vector<Refusal> refused;
  Repeat repeat = Repeat::never;
  base::Position where;
};

struct Signal {
  std::string name;  // "compensation.decided"
  std::vector<std::string> takes;
  std::vector<ContractField> gives;
};

struct Contracts {
  std::vector<RecordType> types;
  std::vector<ContractField> customer;  // the fields of `customer`
  std::vector<Lookup> lookups;
  std::vector<Action> actions;
  std::vector<Signal> signals;

  const RecordType* find_type(std::string_view name) const;
  const Lookup* find_lookup(std::string_view name) const;
  const Action* find_action(std::string_view name) const;
  const Signal* find_signal(std::string_view name) const;
};

// Money, a file of an upload and a tracking number: record types that every profile has.
base::Type money_type();
base::Type file_type();
base::Type track_type();
// A record of these fields.
base::Type record_of(const std::vector<ContractField>& fields);

// Reads a type as above against the types read so far; a fault and nothing when it is none.
std::optional<ContractType> parse_type(std::string_view text, const Contracts& contracts,
                                       const base::Position& where, base::Faults& faults);

// The whole file; what cannot be read is left out and reported.
Contracts load_contracts(const SourceFile& file, base::Faults& faults);

}  // namespace dialogs
