#include <algorithm>
#include <iomanip>
#include <map>
#include <sstream>

#include "tests/exploration/report.hpp"

namespace tests {
namespace {

std::string place(const base::Position& where) {
  return where.file + ":" + std::to_string(where.line);
}

struct Count {
  int reached = 0;
  int all = 0;
  std::string text() const {
    return all == 0 ? "-" : std::to_string(reached) + "/" + std::to_string(all);
  }
};

void write_goals(std::ostringstream& out, const Report& report) {
  std::map<std::string, std::map<Goal::Kind, Count>> flows;
  for (const auto& goal : report.goals) {
    auto& count = flows[goal.flow][goal.kind];
    ++count.all;
    count.reached += report.reached.contains(goal) ? 1 : 0;
  }
  out << std::left << std::setw(30) << "flow";
  for (const auto* name : {"steps", "arms", "options", "refusals", "outcomes", "exits"}) {
    out << std::right << std::setw(10) << name;
  }
  out << "\n";
  for (const auto& [flow, counts] : flows) {
    out << std::left << std::setw(30) << flow;
    for (int kind = 0; kind < 6; ++kind) {
      const auto found = counts.find(static_cast<Goal::Kind>(kind));
      out << std::right << std::setw(10)
          << (found == counts.end() ? Count{}.text() : found->second.text());
    }
    out << "\n";
  }
}

void write_matrix(std::ostringstream& out, const LanguageMatrix& matrix) {
  std::map<std::string, Count> flows;
  int not_applying = 0;
  for (const auto& row : matrix.rows) {
    for (const auto& cell : row.cells) {
      if (cell.result == Cell::Result::does_not_apply) {
        ++not_applying;
        continue;
      }
      ++flows[row.flow].all;
      flows[row.flow].reached += cell.result == Cell::Result::held ? 1 : 0;
    }
  }
  out << "question x repair, " << matrix.language << ":";
  for (const auto& [flow, count] : flows) out << " " << flow << " " << count.text();
  out << "; " << not_applying << " cells do not apply\n";
}

}  // namespace

std::size_t Report::gaps() const {
  std::size_t count = broken.size();
  for (const auto& goal : goals) count += reached.contains(goal) ? 0 : 1;
  for (const auto& matrix : matrices) {
    for (const auto& row : matrix.rows) {
      count += static_cast<std::size_t>(
          std::count_if(row.cells.begin(), row.cells.end(),
                        [](const Cell& cell) { return cell.result == Cell::Result::broken; }));
    }
  }
  return count;
}

std::string to_terminal(const Report& report) {
  std::ostringstream out;
  write_goals(out, report);
  for (const auto& matrix : report.matrices) write_matrix(out, matrix);
  for (const auto& language : report.languages) {
    Count seen;
    for (const auto& one : report.texts) {
      const bool is_seen = one.languages.contains(language);
      seen.reached += is_seen ? 1 : 0;
      seen.all += is_seen || one.not_sayable.empty() ? 1 : 0;
    }
    out << "texts said, " << language << ": " << seen.text() << "; "
        << report.texts.size() - static_cast<std::size_t>(seen.all)
        << " belong to types that no flow asks for\n";
  }
  for (const auto& text : report.texts) {
    if (!text.not_sayable.empty()) continue;
    for (const auto& language : report.languages) {
      if (text.languages.contains(language)) continue;
      out << place(text.where) << ": never said (" << language << "): " << text.key << "\n";
    }
  }
  for (const auto& goal : report.goals) {
    if (report.reached.contains(goal)) continue;
    out << place(goal.where) << ": never reached: " << to_string(goal) << "\n";
  }
  for (const auto& matrix : report.matrices) {
    for (const auto& row : matrix.rows) {
      for (int verb = 0; verb < kVerbs; ++verb) {
        const auto& cell = row.cells[static_cast<std::size_t>(verb)];
        if (cell.result != Cell::Result::broken) continue;
        out << place(row.where) << ": " << row.flow << "." << row.step << " x "
            << to_string(static_cast<Verb>(verb)) << " (" << matrix.language << "): " << cell.note
            << "\n";
      }
    }
  }
  for (const auto& broken : report.broken) out << "broken promise: " << broken << "\n";
  out << report.talks << " conversations explored, " << report.gaps() << " gaps\n";
  return out.str();
}

}  // namespace tests
