// SPDX-License-Identifier: MIT
#pragma once
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/cli/state_dir.hpp"
#include "tests/integration/http.hpp"
#include "tests/integration/process.hpp"

namespace rapport::integration {

/// A real deployment of its own: `rapport up` on a private state folder and a port that the kernel chose. Gone, with
/// all that it left, when the test ends; with RAPPORT_KEEP in the environment its folder stays, to be looked into.
class Deployment {
public:
    /// Runs nothing yet. `services`: which; none: all.
    explicit Deployment(std::vector<std::string> services = {});
    ~Deployment();
    /// What `rapport up` is given from the next start on, beside its state and the gateway's address.
    void options(std::vector<std::string> options) { options_ = std::move(options); }
    /// A command that starts `rapport up`, such as prlimit with its options; to be set before the first start.
    void under(std::vector<std::string> command) { under_ = std::move(command); }
    /// Variables in the environment of `rapport up`, and so of all that it starts.
    void environment(Environment environment) { environment_ = std::move(environment); }

    /// Starts it and waits until it is ready. Throws with what it said if it is not, within a minute.
    void start();
    /// Ends it as Ctrl-C does, and answers what it left.
    Ran stop();
    /// Ends it, and everything in it, as a power failure does.
    void crash();
    bool running() const { return up_.has_value(); }

    /// Runs `rapport VERB… --state DIR` to its end; as it stands where another deployment is named with --bus.
    Ran rapport(std::vector<std::string> arguments, std::chrono::milliseconds limit = std::chrono::seconds(100)) const;
    /// The same, not waiting for it.
    std::unique_ptr<Process> begin(std::vector<std::string> arguments) const;

    /// Someone who is signed in as the administrator.
    Http http() const { return Http(address_, token()); }
    Http nobody() const { return Http(address_); }
    std::string token() const;
    const std::string& address() const { return address_; }
    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path state() const { return folder_ / "state"; }
    std::filesystem::path sockets() const { return folder_ / "run"; }
    /// How long the last start took.
    std::chrono::milliseconds ready_after() const { return ready_after_; }

    /// What `run.json` says. Throws if nothing runs.
    cli::RunFile run() const;
    std::vector<std::string> programs() const;
    pid_t pid_of(const std::string& program) const;
    /// kill -9.
    void kill(const std::string& program) const { signal(program, SIGKILL); }
    void signal(const std::string& program, int number) const;
    /// Waits until it runs as another process than `before`; false after 10 s.
    bool comes_back(const std::string& program, pid_t before) const;

private:
    std::filesystem::path folder_;
    std::vector<std::string> services_, options_, under_;
    Environment environment_;
    std::optional<Process> up_;
    std::string address_;
    std::chrono::milliseconds ready_after_{};
};

/// Whom the file channel has told, and how often.
std::map<std::string, int> notices(const Deployment& deployment);
/// Whether a program of that name was built: not everything need be.
bool built(const std::string& program);
/// A file of tests/integration/data.
std::filesystem::path data(const std::string& name);
/// A file of public data, too large to keep here: in the folder RAPPORT_DATA, or `shared/data` beside the checkout.
std::optional<std::filesystem::path> public_data(const std::string& name);

}  // namespace rapport::integration
