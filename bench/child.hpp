// A server started by a benchmark: a child process that prints its addresses as its first line.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

class Child {
 public:
  // Starts the program and waits for its first line. cpu < 0: on any. Throws std::runtime_error
  // when it ends without a line, or says nothing for thirty seconds.
  Child(const std::vector<std::string>& command, int cpu);
  ~Child();  // SIGTERM, and SIGKILL when that does not help within ten seconds
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // A text field of the first line: "listen", "admin".
  std::string address(const std::string& field) const;
  double start_ms() const { return start_ms_; }
  // CPU used by all its threads so far.
  double cpu_us() const;
  std::uint64_t resident_kb() const;
  void stop();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::string first_line_;
  double start_ms_ = 0;
};

// Runs a program to its end and returns what it wrote to standard output; empty when it failed.
std::string output_of(const std::vector<std::string>& command);

double now_us();
// The program beside the running one; "bench_echo_server".
std::string beside_me(const std::string& name);
// The core for the server and the one for the load; -1 for both on a single core.
struct Cores {
  int server = -1;
  int load = -1;
};
Cores pick_cores();
void pin_to(int cpu);
// Lets this process and its children open as many descriptors as the system allows.
void raise_descriptor_limit();
// A fresh folder, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Makes a profile in the folder: that of `base`, with the files of `overlay` laid over it.
std::string merge_profile(const std::string& base, const std::string& overlay,
                          const std::string& folder);

}  // namespace bench
