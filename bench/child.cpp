#include "bench/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

pid_t start(const std::vector<std::string>& command, int cpu, int& output) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t pid = ::fork();
  if (pid < 0) throw std::runtime_error("cannot fork");
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    if (cpu >= 0) pin_to(cpu);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output = ends[0];
  return pid;
}

}  // namespace

Child::Child(const std::vector<std::string>& command, int cpu) {
  const double started = now_us();
  pid_ = start(command, cpu, output_);
  while (first_line_.find('\n') == std::string::npos) {
    pollfd waiting{output_, POLLIN, 0};
    char buffer[4096];
    const bool is_ready = ::poll(&waiting, 1, 30'000) > 0;
    const auto size = is_ready ? ::read(output_, buffer, sizeof buffer) : 0;
    if (size <= 0) {
      stop();
      throw std::runtime_error("did not start: " + command[0]);
    }
    first_line_.append(buffer, static_cast<std::size_t>(size));
  }
  start_ms_ = (now_us() - started) / 1000;
}

Child::~Child() {
  stop();
}

std::string Child::address(const std::string& field) const {
  const auto key = "\"" + field + "\":\"";
  const auto at = first_line_.find(key);
  if (at == std::string::npos) return {};
  const auto start = at + key.size();
  return first_line_.substr(start, first_line_.find('"', start) - start);
}

double Child::cpu_us() const {
  clockid_t clock{};
  timespec used{};
  if (::clock_getcpuclockid(pid_, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

std::uint64_t Child::resident_kb() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::strtoull(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

void Child::stop() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 1000; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = -1;
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (pid_ >= 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  ::close(output_);
}

std::string output_of(const std::vector<std::string>& command) {
  int output = -1;
  const pid_t pid = start(command, -1, output);
  std::string text;
  char buffer[4096];
  for (auto size = ::read(output, buffer, sizeof buffer); size > 0;
       size = ::read(output, buffer, sizeof buffer)) {
    text.append(buffer, static_cast<std::size_t>(size));
  }
  ::close(output);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? text : std::string();
}

double now_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::micro>(now).count();
}

std::string beside_me(const std::string& name) {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).lexically_normal();
}

Cores pick_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  ::sched_getaffinity(0, sizeof allowed, &allowed);
  Cores cores;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    if (cores.server < 0) {
      cores.server = cpu;
    } else {
      cores.load = cpu;
      return cores;
    }
  }
  return {};
}

void pin_to(int cpu) {
  if (cpu < 0) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  ::sched_setaffinity(0, sizeof one, &one);
}

void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

TemporaryFolder::TemporaryFolder() {
  auto pattern = (std::filesystem::temp_directory_path() / "boomerang_bench_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string merge_profile(const std::string& base, const std::string& overlay,
                          const std::string& folder) {
  namespace fs = std::filesystem;
  const auto profile = fs::path(folder) / "profile";
  fs::copy(base, profile, fs::copy_options::recursive);
  fs::copy(overlay, profile, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  // The flow of the benchmarks speaks English only, and a flow must speak every language of its
  // profile.
  for (const auto& entry : fs::directory_iterator(profile / "texts")) {
    if (entry.path().stem() != "en") fs::remove_all(entry.path());
  }
  return profile;
}

}  // namespace bench
