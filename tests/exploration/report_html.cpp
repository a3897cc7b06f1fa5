#include <algorithm>
#include <map>

#include "base/html.hpp"
#include "tests/exploration/report.hpp"

namespace tests {
namespace {

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Coverage of the flows</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root{--ink:#1d2433;--soft:#667085;--line:#e4e7ec;--good:#12805c;--bad:#c0362c;--bg:#f7f8fa}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);
font:15px/1.5 system-ui,sans-serif}main{max-width:1120px;margin:0 auto;padding:32px 20px}
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:36px 0 10px}p{margin:4px 0 12px}
.soft{color:var(--soft)}.card{background:#fff;border:1px solid var(--line);border-radius:10px;
padding:16px 18px;margin:12px 0;overflow-x:auto}.tiles{display:flex;flex-wrap:wrap;gap:12px}
.tile{flex:1 1 150px;background:#fff;border:1px solid var(--line);border-radius:10px;
padding:12px 16px}
.tile b{display:block;font-size:24px}.tile.bad b{color:var(--bad)}.tile.good b{color:var(--good)}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{padding:6px 10px;text-align:left;
border-bottom:1px solid var(--line)}th{font-weight:600;color:var(--soft);white-space:nowrap}
td.n{text-align:right;font-variant-numeric:tabular-nums}td.c{text-align:center}
.ok{color:var(--good)}.no{color:var(--bad);font-weight:700}.na{color:#98a2b3}
code{font:13px ui-monospace,monospace}
pre{font:12.5px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;
background:var(--bg);padding:10px 12px;border-radius:8px;margin:8px 0}
details summary{cursor:pointer;color:var(--soft)}
</style></head><body><main>
)";

std::string place(const base::Position& where) {
  return base::escape_html(where.file) + ":" + std::to_string(where.line);
}

void tile(std::string& out, std::size_t reached, std::size_t all, const std::string& what) {
  out += reached == all ? "<div class=\"tile good\">" : "<div class=\"tile bad\">";
  out +=
      "<b>" + std::to_string(reached) + " of " + std::to_string(all) + "</b>" + what + "</div>\n";
}

void write_summary(std::string& out, const Report& report) {
  std::size_t held = 0;
  std::size_t applying = 0;
  for (const auto& matrix : report.matrices) {
    for (const auto& row : matrix.rows) {
      for (const auto& cell : row.cells) {
        held += cell.result == Cell::Result::held ? 1 : 0;
        applying += cell.result == Cell::Result::does_not_apply ? 0 : 1;
      }
    }
  }
  std::size_t seen = 0;
  std::size_t sayable = 0;
  for (const auto& text : report.texts) {
    seen += text.languages.size();
    sayable += text.not_sayable.empty() ? report.languages.size() : text.languages.size();
  }
  out += "<div class=\"tiles\">";
  tile(out, report.reached.size(), report.goals.size(), "steps, arms, options, refusals, outcomes");
  tile(out, held, applying, "cells of question x repair");
  tile(out, seen, sayable, "texts said, all languages");
  tile(out, 0, report.broken.size(), "broken promises");
  out += "</div>\n";
}

void write_flows(std::string& out, const Report& report) {
  out += "<h2>What of each flow is reached</h2><div class=\"card\"><table><tr><th>flow</th>";
  for (const auto* name : {"steps", "arms", "options", "refusals", "outcomes", "exits"}) {
    out += "<th>" + std::string(name) + "</th>";
  }
  out += "</tr>\n";
  std::map<std::string, std::map<Goal::Kind, std::pair<int, int>>> flows;
  for (const auto& goal : report.goals) {
    auto& [reached, all] = flows[goal.flow][goal.kind];
    ++all;
    reached += report.reached.contains(goal) ? 1 : 0;
  }
  for (auto& [flow, counts] : flows) {
    out += "<tr><td><code>" + base::escape_html(flow) + "</code></td>";
    for (int kind = 0; kind < 6; ++kind) {
      const auto [reached, all] = counts[static_cast<Goal::Kind>(kind)];
      const char* look = all == 0 ? "na" : reached == all ? "ok" : "no";
      out += "<td class=\"" + std::string(look) + "\">" +
             (all == 0 ? "–" : std::to_string(reached) + " / " + std::to_string(all)) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</table></div>\n";
  for (const auto& goal : report.goals) {
    if (report.reached.contains(goal)) continue;
    out += "<p class=\"no\"><code>" + place(goal.where) +
           "</code> never reached: " + base::escape_html(to_string(goal)) + "</p>\n";
  }
}

void write_cell(std::string& out, const Cell& cell) {
  switch (cell.result) {
    case Cell::Result::held:
      out += "<td class=\"c ok\" title=\"" + base::escape_html(cell.note) + "\">✓</td>";
      break;
    case Cell::Result::does_not_apply:
      out += "<td class=\"c na\" title=\"" + base::escape_html(cell.note) + "\">n/a</td>";
      break;
    case Cell::Result::broken:
      out += "<td class=\"c no\" title=\"" + base::escape_html(cell.note) + "\">✗</td>";
      break;
  }
}

void write_matrix(std::string& out, const LanguageMatrix& matrix) {
  out += "<h2>Every question against every repair (" + base::escape_html(matrix.language) +
         ")</h2>" + "<div class=\"card\"><table><tr><th>question</th>";
  for (int verb = 0; verb < kVerbs; ++verb) {
    out += "<th>" + std::string(to_string(static_cast<Verb>(verb))) + "</th>";
  }
  out += "</tr>\n";
  std::map<std::string, std::vector<std::string>> reasons;
  std::string broken;
  for (const auto& row : matrix.rows) {
    const std::string name = row.flow + "." + row.step;
    out += "<tr><td title=\"" + place(row.where) + "\"><code>" + base::escape_html(name) +
           "</code></td>";
    for (int verb = 0; verb < kVerbs; ++verb) {
      const auto& cell = row.cells[static_cast<std::size_t>(verb)];
      const std::string verb_name(to_string(static_cast<Verb>(verb)));
      write_cell(out, cell);
      if (cell.result == Cell::Result::does_not_apply) {
        reasons[cell.note].push_back(name + " × " + verb_name);
      }
      if (cell.result != Cell::Result::broken) continue;
      broken += "<details open><summary class=\"no\">" + place(row.where) + " " +
                base::escape_html(name) + " × " + verb_name + ": " + base::escape_html(cell.note) +
                "</summary><pre>" + base::escape_html(cell.transcript) + "</pre></details>\n";
    }
    out += "</tr>\n";
  }
  out += "</table></div>\n" + broken;
  if (reasons.empty()) return;
  out += "<details><summary>Cells that do not apply, and why</summary><div class=\"card\">";
  for (const auto& [why, cells] : reasons) {
    out += "<p><b>" + base::escape_html(why) + "</b><br><span class=\"soft\">";
    for (std::size_t at = 0; at < cells.size(); ++at) {
      out += (at == 0 ? "" : ", ") + base::escape_html(cells[at]);
    }
    out += "</span></p>\n";
  }
  out += "</div></details>\n";
}

void write_texts(std::string& out, const Report& report) {
  out +=
      "<h2>Texts by language</h2><div class=\"card\"><table><tr><th>language</th><th>said</th>"
      "<th>never said</th></tr>\n";
  for (const auto& language : report.languages) {
    std::size_t seen = 0;
    std::size_t sayable = 0;
    std::string missing;
    for (const auto& text : report.texts) {
      const bool is_seen = text.languages.contains(language);
      seen += is_seen ? 1 : 0;
      sayable += is_seen || text.not_sayable.empty() ? 1 : 0;
      if (is_seen || !text.not_sayable.empty()) continue;
      missing += "<code>" + place(text.where) + "</code> " + base::escape_html(text.key) + "<br>";
    }
    out += "<tr><td>" + base::escape_html(language) + "</td><td class=\"n\">" +
           std::to_string(seen) + " / " + std::to_string(sayable) + "</td><td class=\"no\">" +
           missing + "</td></tr>\n";
  }
  out += "</table></div>\n<details><summary>Texts that these flows cannot say, and why</summary>" +
         std::string("<div class=\"card\">");
  for (const auto& text : report.texts) {
    if (text.not_sayable.empty()) continue;
    out += "<p><code>" + base::escape_html(text.key) + "</code> <span class=\"soft\">" +
           base::escape_html(text.not_sayable) + "</span></p>\n";
  }
  out += "</div></details>\n";
}

void write_routes(std::string& out, const Report& report) {
  out += "<h2>The shortest way to each goal</h2>\n";
  std::string flow;
  for (const auto& goal : report.goals) {
    const auto route = report.routes.find(goal);
    if (route == report.routes.end()) continue;
    if (goal.flow != flow) {
      if (!flow.empty()) out += "</table></div></details>\n";
      flow = goal.flow;
      out += "<details><summary><code>" + base::escape_html(flow) +
             "</code></summary><div class=\"card\"><table>\n";
    }
    out += "<tr><td><code>" + place(goal.where) + "</code></td><td>" +
           base::escape_html(to_string(goal)) + "</td><td class=\"soft\">";
    for (const auto& move : route->second.moves) out += base::escape_html(describe(move)) + "<br>";
    out += "</td></tr>\n";
  }
  if (!flow.empty()) out += "</table></div></details>\n";
}

}  // namespace

std::string to_html(const Report& report) {
  std::string out = kHead;
  out += "<h1>Coverage of the flows</h1><p class=\"soft\">" + std::to_string(report.talks) +
         " conversations made from the flow files alone; each turn proved that no effect happens "
         "twice, no answer is lost, one question is open, and everything is answered.</p>\n";
  write_summary(out, report);
  for (const auto& broken : report.broken)
    out += "<pre class=\"no\">" + base::escape_html(broken) + "</pre>";
  write_flows(out, report);
  for (const auto& matrix : report.matrices) write_matrix(out, matrix);
  write_texts(out, report);
  write_routes(out, report);
  return out + "</main></body></html>\n";
}

}  // namespace tests
