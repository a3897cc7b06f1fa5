// Durable turns through a real socket, beside a bare Beast echo in the same run. Each server runs
// on one core, the load on another; rounds of the two are interleaved, medians are printed. CPU is
// the server's, all threads, user and system.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "bench/child.hpp"
#include "bench/load.hpp"
#include "bench/row.hpp"
#include "bot/net/client.hpp"

namespace {

struct Options {
  std::string server = bench::beside_me("../bot/boomerang");
  std::string profile = "config";
  std::string overlay = "bench/profile";
  std::string script = "bench/profile/script.txt";
  std::vector<std::size_t> connections = {1, 64, 256, 1000};
  int rounds = 3;
  double seconds = 2;
  bool net_only = false;
};

// What one server did in one round.
struct Round {
  double turns_per_s = 0;
  double cpu_us = 0;
  double p50_us = 0;
  double p99_us = 0;
  double max_commit_us = 0;
  double turns_per_commit = 0;
};

// The value of a metric without labels; 0 when there is none.
double metric(const std::string& page, const std::string& name) {
  const auto at = page.find("\n" + name + " ");
  return at == std::string::npos ? 0 : std::strtod(page.c_str() + at + name.size() + 2, nullptr);
}

std::string metrics_of(const bench::Child& server) {
  const auto admin = server.address("admin");
  if (admin.empty()) return {};
  bot::HttpCall call;
  call.address = admin;
  call.target = "/metrics";
  const auto answer = bot::http_call(call);
  return answer ? "\n" + answer->body : std::string();
}

Round run_round(const bench::Child& server, bench::LoadPlan plan) {
  plan.address = server.address("listen");
  std::vector<double> cpu;
  std::vector<std::string> pages;
  const auto result = bench::run_load(plan, [&] {
    cpu.push_back(server.cpu_us());
    pages.push_back(metrics_of(server));
    // Asking for metrics costs the server something: not inside the measured part.
    if (cpu.size() == 1) cpu[0] = server.cpu_us();
  });
  Round round;
  const auto turns = static_cast<double>(result.turns);
  round.turns_per_s = turns / result.seconds;
  round.cpu_us = (cpu[1] - cpu[0]) / turns;
  round.p50_us = result.p50_us;
  round.p99_us = result.p99_us;
  round.max_commit_us = metric(pages[1], "boomerang_commit_slowest_us");
  const auto grown = [&](const char* name) {
    return metric(pages[1], name) - metric(pages[0], name);
  };
  const double batches = grown("boomerang_commit_batches_total");
  if (batches > 0) round.turns_per_commit = grown("boomerang_commits_total") / batches;
  return round;
}

double median_of(const std::vector<Round>& rounds, double Round::*field) {
  std::vector<double> values;
  for (const auto& round : rounds) values.push_back(round.*field);
  return bench::median(values);
}

struct Contender {
  std::string rival;  // empty: boomerang itself
  std::vector<std::string> command;
  std::vector<bench::Line> script;
  std::vector<Round> rounds;
};

void print_row(const Contender& contender, std::size_t connections, double echo_cpu) {
  const auto& rounds = contender.rounds;
  const double cpu = median_of(rounds, &Round::cpu_us);
  double max_commit = 0;
  for (const auto& round : rounds) max_commit = std::max(max_commit, round.max_commit_us);
  bench::Row row("turns");
  if (!contender.rival.empty()) row.text("rival", contender.rival);
  row.count("conns", connections).number("turns_per_s", median_of(rounds, &Round::turns_per_s));
  row.number("cpu_us_per_turn", cpu).number("p50_us", median_of(rounds, &Round::p50_us));
  row.number("p99_us", median_of(rounds, &Round::p99_us));
  row.number("ratio_to_echo", echo_cpu > 0 ? cpu / echo_cpu : 0);
  if (contender.rival.empty()) {
    row.number("max_commit_us", max_commit);
    row.number("turns_per_commit", median_of(rounds, &Round::turns_per_commit));
  }
  row.print();
  std::fprintf(stderr, "%-12s %6zu %12.0f %10.1f %10.2f %10.0f %10.0f %12.0f\n",
               contender.rival.empty() ? "boomerang" : contender.rival.c_str(), connections,
               median_of(rounds, &Round::turns_per_s), cpu, echo_cpu > 0 ? cpu / echo_cpu : 0,
               median_of(rounds, &Round::p50_us), median_of(rounds, &Round::p99_us), max_commit);
}

// What the server would learn in the background of its first seconds, learned before they are
// measured. Throws std::runtime_error.
void learn(const Options& options, const std::string& data) {
  const std::vector<std::string> train = {options.server,  "train",  "--profile",
                                          options.profile, "--data", data};
  if (bench::output_of(train).empty()) throw std::runtime_error("boomerang train failed");
}

void run(const Options& options) {
  bench::raise_descriptor_limit();
  const auto cores = bench::pick_cores();
  bench::pin_to(cores.load);
  std::vector<Contender> contenders(2);
  contenders[0] = {"beast_echo", {bench::beside_me("bench_echo_server")}, {}, {}};
  contenders[1] = {"net_echo", {bench::beside_me("bench_net_server")}, {}, {}};
  if (!options.net_only) {
    contenders.push_back({"", {}, bench::read_script(options.script), {}});
  }
  std::fprintf(stderr, "%-12s %6s %12s %10s %10s %10s %10s %12s\n", "server", "conns", "turns/s",
               "CPU us", "x echo", "p50 us", "p99 us", "max commit us");
  const bench::TemporaryFolder models;
  if (!options.net_only) learn(options, models.path());
  for (const auto connections : options.connections) {
    // A store of its own for each figure: they must not depend on the order of the rows.
    const bench::TemporaryFolder data;
    std::vector<std::unique_ptr<bench::Child>> servers;
    for (auto& contender : contenders) {
      if (contender.rival.empty()) {
        const auto profile = bench::merge_profile(options.profile, options.overlay, data.path());
        std::filesystem::create_directories(data.path() + "/data");
        std::filesystem::copy(models.path() + "/models", data.path() + "/data/models");
        contender.command = {
            options.server,        "serve",    "--profile",   profile,   "--data",
            data.path() + "/data", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"};
      }
      contender.rounds.clear();
      servers.push_back(std::make_unique<bench::Child>(contender.command, cores.server));
    }
    for (int round = 0; round < options.rounds; ++round) {
      for (std::size_t i = 0; i < contenders.size(); ++i) {
        bench::LoadPlan plan;
        plan.script = contenders[i].script;
        plan.connections = connections;
        plan.measured_s = options.seconds;
        contenders[i].rounds.push_back(run_round(*servers[i], plan));
      }
    }
    const double echo_cpu = median_of(contenders[0].rounds, &Round::cpu_us);
    for (const auto& contender : contenders) print_row(contender, connections, echo_cpu);
  }
}

// The second baseline: the same commits without a network.
void run_storage() {
  const auto program = bench::beside_me("bench_storage");
  if (!std::filesystem::exists(program)) return;
  std::fprintf(stderr, "\nSQLite group commit without a network (bench_storage):\n");
  std::printf("%s", bench::output_of({program}).c_str());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Durable turns a second and their CPU, beside a bare WebSocket echo"};
  Options options;
  app.add_option("--server", options.server, "The boomerang program")->capture_default_str();
  app.add_option("--profile", options.profile, "Its profile")->capture_default_str();
  app.add_option("--overlay", options.overlay, "Files laid over it")->capture_default_str();
  app.add_option("--script", options.script, "What each client says")->capture_default_str();
  app.add_option("--conns", options.connections, "Numbers of connections")->capture_default_str();
  app.add_option("--rounds", options.rounds, "Rounds of each server")->check(CLI::Range(1, 50));
  app.add_option("--seconds", options.seconds, "Measured in each")->check(CLI::Range(0.1, 60.0));
  app.add_flag("--net-only", options.net_only, "Only the two echo servers");
  app.footer("Example: bench_turns --conns 64 256 --rounds 5");
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
    if (!options.net_only) run_storage();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_turns: %s\n", error.what());
    return 1;
  }
}
