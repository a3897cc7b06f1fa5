#include "tests/faults/server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

#include "base/json.hpp"
#include "tests/support/taught_profile.hpp"

namespace tests {
namespace {

constexpr std::chrono::milliseconds kReady{20'000};
constexpr int kOrders = 30;
const std::filesystem::path kShipped = std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config";

// The first line that comes out of the pipe, or nothing when it ends or takes too long.
std::optional<std::string> first_line(int descriptor) {
  std::string line;
  const auto end = std::chrono::steady_clock::now() + kReady;
  while (std::chrono::steady_clock::now() < end) {
    pollfd ready{descriptor, POLLIN, 0};
    if (poll(&ready, 1, 100) <= 0) continue;
    std::array<char, 512> part{};
    const ssize_t count = read(descriptor, part.data(), part.size());
    if (count <= 0) return std::nullopt;
    line.append(part.data(), static_cast<std::size_t>(count));
    if (const auto newline = line.find('\n'); newline != std::string::npos) {
      return line.substr(0, newline);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<ServerProcess> ServerProcess::start(const ServerPlace& place,
                                                  const std::string& crash_at, int days_ahead) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const std::string ahead = std::to_string(days_ahead) + " days";
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("no process");
  if (pid == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    const int log =
        open((place.data.string() + ".log").c_str(), O_CREAT | O_APPEND | O_WRONLY, 0600);
    if (log >= 0) dup2(log, STDERR_FILENO);
    if (!crash_at.empty()) setenv("BOOMERANG_CRASH_AT", crash_at.c_str(), 1);
    execl(place.binary.c_str(), "boomerang", "serve", "--profile", place.profile.c_str(), "--data",
          place.data.c_str(), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--clock-offset",
          ahead.c_str(), nullptr);
    _exit(127);
  }
  close(pipe_ends[1]);
  ServerProcess process(pid);
  const auto line = first_line(pipe_ends[0]);
  close(pipe_ends[0]);
  if (!line) return std::nullopt;
  const auto ready = base::parse_json(*line).value();
  process.address_ = ready.text_at("listen");
  process.admin_ = ready.text_at("admin");
  return process;
}

ServerProcess::ServerProcess(ServerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      status_(other.status_),
      address_(std::move(other.address_)),
      admin_(std::move(other.admin_)) {}

ServerProcess::~ServerProcess() {
  kill();
}

void ServerProcess::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, &status_, 0);
  pid_ = -1;
}

bool ServerProcess::wait_for_end(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (pid_ >= 0 && std::chrono::steady_clock::now() < end) {
    if (waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
    if (pid_ >= 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return pid_ < 0;
}

void ServerProcess::ask_to_stop() {
  if (pid_ >= 0) ::kill(pid_, SIGTERM);
}

std::optional<int> ServerProcess::stop(std::chrono::milliseconds time) {
  if (pid_ < 0) return std::nullopt;
  ask_to_stop();
  if (!wait_for_end(time) || !WIFEXITED(status_)) return std::nullopt;
  return WEXITSTATUS(status_);
}

void prepare(const ServerPlace& place) {
  const auto models = std::filesystem::path(BOOMERANG_BUILD_DIR) / "test_models";
  taught_profile(kShipped, models);
  std::filesystem::create_directories(place.data);
  std::filesystem::copy(models, place.data / "models", std::filesystem::copy_options::recursive);

  const auto& to = place.profile;
  std::filesystem::copy(kShipped, to, std::filesystem::copy_options::recursive);
  const auto file = to / "boomerang.yaml";
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  text.resize(text.find("\nlimits:"));
  text +=
      "\nlimits:\n  uploads_per_day: 1 GiB\n  messages_burst: 100000\n"
      "  messages_per_minute: 1000000\n  sockets_per_customer: 100\n"
      "  guest_sockets_per_address: 10000\nlog: warn\n"
      // Nobody listens there: every try to send fails.
      "webhooks:\n  - { name: nobody, url: 'http://127.0.0.1:9/', inside: yes,"
      " secret_file: hook.key }\n";
  std::ofstream(to / "hook.key") << "0123456789abcdefghijklmnopqrstuvwxyz\n";
  std::filesystem::permissions(to / "hook.key", std::filesystem::perms::owner_read);
  std::ofstream(file) << text;

  std::ofstream shop(to / "demo" / "shop.yaml");
  shop << "shop:\n  name: Test\n  currency: RUB\n  time_zone: Europe/Moscow\ncustomers:\n";
  for (const char* customer : {"anna", "boris"}) {
    shop << "  " << customer << ":\n    name: " << customer
         << "\n    locale: en\n    time_zone: Europe/Moscow\n    orders:\n";
    for (int i = 0; i < kOrders; ++i) {
      shop << "      - number: " << customer[0] << 1000 + i
           << "\n        placed: 9 days ago\n        delivered: 5 days ago\n        lines:\n"
           << "          - { sku: A" << i << ", title: Thing " << i
           << ", quantity: 1, price: 10.00 }\n";
    }
  }
}

}  // namespace tests
