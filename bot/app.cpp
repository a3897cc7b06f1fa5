#include "bot/app.hpp"

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "bot/core.hpp"
#include "bot/environment.hpp"
#include "bot/http/admin_api.hpp"
#include "bot/net/asio_loop.hpp"
#include "bot/net/curl_courier.hpp"
#include "bot/net/job_pool.hpp"
#include "bot/net/server.hpp"
#include "bot/shop/http_shop.hpp"
#include "storage/commit_queue.hpp"
#include "storage/sqlite_store.hpp"

namespace bot {
namespace {

constexpr std::size_t kJobThreads = 2;
constexpr std::size_t kShopThreads = 4;

ServerOptions server_options(const Limits& limits) {
  ServerOptions options;
  options.max_connections = static_cast<std::size_t>(limits.connections);
  options.max_message_bytes = static_cast<std::size_t>(limits.frame_bytes);
  options.max_queue_bytes = static_cast<std::size_t>(limits.queue_bytes);
  options.max_queue_frames = static_cast<std::size_t>(limits.queue_frames);
  options.first_frame_timeout = limits.hello;
  return options;
}

// What is on disk is unknown: the process must end before anything else is answered. Destructors
// would write, so none run.
void stop_at_once(const storage::StorageFailure& failure) {
  base::log::error("storage.fatal", {{"what", std::string_view(failure.what())}});
  std::_Exit(1);
}

// The same job, in which a broken disk ends the process as it does on the commit thread.
std::function<void()> fail_stop(std::function<void()> job) {
  return [job = std::move(job)] {
    try {
      job();
    } catch (const storage::StorageFailure& failure) {
      stop_at_once(failure);
    }
  };
}

ProfileSource profile_source(const ServeOptions& options, base::Instant now,
                             ProfileSource::Reader reader) {
  return {options.profile, options.data, now, environment_variable, options.is_demo, true, reader};
}

class App {
 public:
  App(Profile& profile, const ServeOptions& options)
      : profile_(profile),
        options_(options),
        clock_(options.clock_offset),
        store_(storage::open_sqlite_store(options.data)),
        blobs_(options.data),
        commits_(
            *store_,
            [this](storage::Callback<> task) {
              // std::function wants a copy; the task has one owner all the same.
              auto shared = std::make_shared<storage::Callback<>>(std::move(task));
              loop_.post([shared] { (*shared)(); });
            },
            stop_at_once),
        jobs_(loop_, kJobThreads),
        courier_(loop_),
        shop_(ask_shop(profile.settings.shop)),
        core_({profile_,
               *store_,
               commits_,
               blobs_,
               clock_,
               wall_clock_,
               random_,
               loop_,
               [this](std::function<void()> job, std::function<void()> done) {
                 return jobs_.submit(fail_stop(std::move(job)), std::move(done));
               },
               [this](base::Duration by) { clock_.advance(by); },
               [this] {
                 return load_profile(
                     profile_source(options_, clock_.now(), ProfileSource::Reader::taught));
               },
               {},
               &courier_,
               shop_.get(),
               [this](base::Instant since) { return storage::read_reach(options_.data, since); }}),
        server_(loop_, server_options(profile.settings.limits)),
        admin_(core_, *store_, commits_, server_) {
    blobs_.sweep_parts();
  }

  int run() {
    const std::string wanted =
        options_.listen.empty() ? to_string(profile_.settings.listen) : options_.listen;
    const std::string admin_wanted =
        options_.admin.empty() ? to_string(profile_.settings.admin) : options_.admin;
    core_.start();
    const auto listen = server_.listen(wanted, core_.api(), &core_.sockets());
    if (!listen) return cannot_start(listen.error());
    const auto admin = server_.listen(admin_wanted, admin_);
    if (!admin) return cannot_start(admin.error());
    if (const auto own = parse_listen_address(*listen)) {
      core_.origins().add_own(own->host, own->port);
    }
    if (profile_.reader == nullptr) learn_to_read();
    loop_.on_signal([this](int) { drain(); });
    admin_.set_ready(true);
    std::cout << R"({"listen":")" << *listen << R"(","admin":")" << *admin << "\"}" << std::endl;
    loop_.run();
    commits_.stop();
    base::log::info("server.stopped");
    return 0;
  }

 private:
  int cannot_start(const base::Error& error) {
    std::cerr << "boomerang: " << error.detail << "\n";
    return 1;
  }

  // At the first start, or when phrases have changed since: takes seconds, and nobody waits for it.
  // Until then the phrases of flows and the articles understand what they can.
  void learn_to_read() {
    struct Learned {
      std::shared_ptr<const dialogs::MessageReader> reader;
      base::Faults faults;
    };
    const auto learned = std::make_shared<Learned>();
    // A copy: a publish may replace the profile meanwhile.
    const auto profile = std::make_shared<const Profile>(profile_);
    const auto accepted = jobs_.submit(
        [this, learned, profile] {
          auto source = profile_source(options_, clock_.now(), ProfileSource::Reader::taught);
          source.is_wanted = [this] { return !is_ending_; };
          learned->reader = load_reader_of(*profile, source, learned->faults);
        },
        [this, learned, profile] {
          if (learned->reader == nullptr || profile->version != profile_.version) return;
          if (profile_.reader != nullptr) return;  // published meanwhile
          profile_.reader = learned->reader;
          core_.processor().adopt_profile();
          base::log::info("model.learned", {{"profile", std::string_view(profile->version)}});
        });
    if (!accepted) base::log::warn("model.not_learned", {{"why", accepted.error().detail}});
  }

  // Not ready, no new connections; what was accepted is committed and answered; then good-bye. A
  // second signal does not wait.
  void drain() {
    if (is_draining_) {
      loop_.stop();
      return;
    }
    is_draining_ = true;
    is_ending_ = true;  // learning must not hold up the end: the next start begins it again
    admin_.set_ready(false);
    base::crash_point("drain.begun");
    base::log::info("server.draining");
    server_.stop_accepting();
    core_.outbox()->stop();
    wait_for_commits(0);
  }

  void wait_for_commits(int rounds) {
    constexpr base::Duration kRound = std::chrono::milliseconds(10);
    const bool is_over = kRound * rounds > profile_.settings.limits.drain;
    if (core_.metrics().commits_in_flight > 0 && !is_over) {
      loop_.call_after(kRound, [this, rounds] { wait_for_commits(rounds + 1); });
      return;
    }
    server_.drain(CloseCode::restarting, R"({"retry_after_ms":1000})",
                  profile_.settings.limits.drain, [this] { loop_.stop(); });
  }

  // The connector to the shop; null: the profile's own customers and orders.
  std::unique_ptr<HttpShop> ask_shop(const ShopAccess& access) {
    if (access.url.empty()) return nullptr;
    shop_jobs_ = std::make_unique<JobPool>(loop_, kShopThreads);
    return std::make_unique<HttpShop>(
        access,
        curl_fetch(access,
                   [this](std::function<void()> job, std::function<void()> done) {
                     return shop_jobs_->submit(std::move(job), std::move(done));
                   }),
        wall_clock_);
  }

  Profile& profile_;
  const ServeOptions options_;
  base::SystemClock clock_;
  base::SystemClock wall_clock_;
  base::SecureRandom random_;
  AsioLoop loop_;
  std::unique_ptr<storage::Store> store_;
  storage::Blobs blobs_;
  storage::CommitThread commits_;
  std::atomic<bool> is_ending_ = false;  // read by jobs, so it outlives them
  JobPool jobs_;
  CurlCourier courier_;
  // Apart from jobs_, so that a slow shop keeps no upload waiting; only with a shop to ask.
  std::unique_ptr<JobPool> shop_jobs_;
  std::unique_ptr<HttpShop> shop_;
  Core core_;
  Server server_;
  AdminApi admin_;
  bool is_draining_ = false;
};

}  // namespace

int serve(const ServeOptions& options) {
  const base::SystemClock clock(options.clock_offset);
  std::error_code ignored;
  std::filesystem::create_directories(options.data, ignored);
  auto loaded = load_profile(profile_source(options, clock.now(), ProfileSource::Reader::cached));
  if (!loaded.faults.empty()) std::cerr << loaded.faults.to_string();
  if (!loaded.profile) {
    std::cerr << "boomerang: the profile has faults; nothing was started\n";
    return 1;
  }
  ShopAccess& shop = loaded.profile->settings.shop;
  if (!options.shop_url.empty()) {
    shop.url = options.shop_url;
    if (shop.key.empty())
      shop.key = Secret(environment_variable("BOOMERANG_SHOP_KEY").value_or(""));
  }
  set_log_level(loaded.profile->settings.log_level);
  try {
    return App(*loaded.profile, options).run();
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
  } catch (const base::ErrorException& error) {
    std::cerr << "boomerang: " << error.what() << "\n";
  }
  return 1;
}

}  // namespace bot
