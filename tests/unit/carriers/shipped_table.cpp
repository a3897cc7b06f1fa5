#include "shipped_table.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

const carriers::Table& shipped_table() {
  static const carriers::Table kTable = [] {
    std::ifstream file(BOOMERANG_SOURCE_DIR "/config/carriers.yaml");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    base::Faults faults;
    auto table = carriers::Table::load(text, "carriers.yaml", faults);
    if (!faults.empty() || table.all().empty()) throw std::runtime_error(faults.to_string());
    return table;
  }();
  return kTable;
}
