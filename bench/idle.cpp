// Server memory for each idle connection, and how long a start takes on a data folder that exists.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "bench/child.hpp"
#include "bench/load.hpp"
#include "bench/row.hpp"

namespace {

struct Options {
  std::string server = bench::beside_me("../bot/boomerang");
  std::string profile = "config";
  std::string overlay = "bench/profile";
  std::size_t connections = 10'000;
  int starts = 5;
  bool net_only = false;
};

// Memory of the server before and while the connections are held, in KB for each.
double measure_idle(const bench::Child& server, std::size_t connections, bool says_hello) {
  {
    // What is allocated once must not count: some connections come and go first.
    const bench::HeldConnections warm_up(server.address("listen"), 100, says_hello);
  }
  const auto before = server.resident_kb();
  const bench::HeldConnections held(server.address("listen"), connections, says_hello);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const auto after = server.resident_kb();
  return static_cast<double>(after - before) / static_cast<double>(connections);
}

void report(const char* rival, const Options& options, double kb, double cold_start_ms) {
  bench::Row row("idle");
  if (rival != nullptr) row.text("rival", rival);
  row.count("conns", options.connections).number("kb_per_conn", kb);
  if (cold_start_ms > 0) row.number("cold_start_ms", cold_start_ms);
  row.print();
  std::fprintf(stderr, "%-12s %8zu %12.2f %14.1f\n", rival == nullptr ? "boomerang" : rival,
               options.connections, kb, cold_start_ms);
}

void run(const Options& options) {
  bench::raise_descriptor_limit();
  std::fprintf(stderr, "%-12s %8s %12s %14s\n", "server", "conns", "KB/conn", "cold start ms");
  for (const char* rival : {"beast_echo", "net_echo"}) {
    const bench::Child server(
        {bench::beside_me(rival == std::string("beast_echo") ? "bench_echo_server"
                                                             : "bench_net_server")},
        -1);
    report(rival, options, measure_idle(server, options.connections, false), 0);
  }
  if (options.net_only) return;
  const bench::TemporaryFolder data;
  const auto profile = bench::merge_profile(options.profile, options.overlay, data.path());
  const std::vector<std::string> command = {
      options.server,        "serve",    "--profile",   profile,   "--data",
      data.path() + "/data", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"};
  // As a shop that starts again: what the models learned lies in the folder.
  const auto trained = bench::output_of(
      {options.server, "train", "--profile", profile, "--data", data.path() + "/data"});
  if (trained.empty()) throw std::runtime_error("the models could not be trained");
  double kb = 0;
  {
    const bench::Child server(command, -1);
    kb = measure_idle(server, options.connections, true);
  }
  std::vector<double> starts;
  for (int i = 0; i < options.starts; ++i) starts.push_back(bench::Child(command, -1).start_ms());
  report(nullptr, options, kb, bench::median(starts));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Memory for each idle connection, and the time of a cold start"};
  Options options;
  app.add_option("--server", options.server, "The boomerang program")->capture_default_str();
  app.add_option("--profile", options.profile, "Its profile")->capture_default_str();
  app.add_option("--overlay", options.overlay, "Files laid over it")->capture_default_str();
  app.add_option("--conns", options.connections, "Idle connections")
      ->check(CLI::Range(100, 100'000))
      ->capture_default_str();
  app.add_flag("--net-only", options.net_only, "Only the two echo servers");
  app.footer("Example: bench_idle --conns 10000");
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_idle: %s\n", error.what());
    return 1;
  }
}
