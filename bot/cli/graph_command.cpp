#include <sys/wait.h>
#include <cstdio>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/pictures/flow_picture.hpp"
#include "bot/pictures/machine_picture.hpp"
#include "bot/profile.hpp"

namespace bot {
namespace {

std::optional<Picture> find_picture(const Profile& profile, const GraphOptions& options) {
  std::vector<std::string> names;
  if (options.is_case) {
    const auto found = profile.machines.find(options.name);
    if (found != profile.machines.end()) return picture_of(*found->second);
    for (const auto& machine : profile.machines) names.push_back(machine.first);
  } else {
    const auto found = profile.program->find_flow(options.name);
    if (found != dialogs::kNoFlow) return picture_of(profile.program->flows[found]);
    for (const auto& flow : profile.program->flows) names.push_back(flow.name);
  }
  std::cerr << "boomerang: there is no " << (options.is_case ? "case machine" : "flow") << " '"
            << options.name << "': " << base::suggest_any(options.name, names) << "\n";
  return std::nullopt;
}

// Lets Graphviz draw it to our standard output.
int draw_svg(const std::string& dot) {
  std::cout.flush();
  FILE* const graphviz = popen("dot -Tsvg", "w");
  const bool is_written =
      graphviz != nullptr && std::fwrite(dot.data(), 1, dot.size(), graphviz) == dot.size();
  const int status = graphviz == nullptr ? -1 : pclose(graphviz);
  if (is_written && status == 0) return 0;
  const bool is_absent = status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 127;
  std::cerr << "boomerang: "
            << (is_absent ? "an SVG is drawn by Graphviz, which is not installed: apt-get install "
                            "graphviz, or ask for `--format mermaid`"
                          : "Graphviz could not draw this")
            << "\n";
  return 1;
}

}  // namespace

int graph_command(const GraphOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  const auto picture = find_picture(*loaded.profile, options);
  if (!picture) return 2;
  if (options.format == "svg") return draw_svg(to_dot(*picture));
  std::cout << (options.format == "dot" ? to_dot(*picture) : to_mermaid(*picture));
  return 0;
}

}  // namespace bot
