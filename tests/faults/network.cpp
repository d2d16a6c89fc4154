// SPDX-License-Identifier: MIT
#include "tests/faults/network.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace rapport::faults {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* ours = "/proc/thread-self/ns/net";

void run(const std::vector<std::string>& command) {
    const auto ran = integration::Process(command).wait(10s);
    if (ran.exit != 0) throw std::runtime_error(command.back() + ": " + ran.err);
}

std::vector<std::string> ip(std::vector<std::string> arguments) {
    for (const auto* path : {"/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip"})
        if (fs::exists(path)) {
            arguments.insert(arguments.begin(), path);
            return arguments;
        }
    throw std::runtime_error("there is no ip: Debian's package iproute2 brings it");
}

/// What is sent to a machine whose hardware address is another one is nobody's, and lost.
std::vector<std::string> neighbour(const std::string& address, const std::string& device, bool lost) {
    if (lost)
        return ip({"neigh", "replace", address, "lladdr", "02:00:00:00:00:99", "dev", device, "nud", "permanent"});
    return ip({"neigh", "del", address, "dev", device});
}

}  // namespace

std::string Network::refused() {
    try {
        const Network tried;
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

Network::Network() : before_(::open(ours, O_RDONLY | O_CLOEXEC)) {
    if (::unshare(CLONE_NEWNET) != 0)
        throw std::system_error(errno, std::generic_category(), "a network namespace is refused");
    try {
        other_ = std::make_unique<integration::Process>(
            std::vector<std::string>{"/usr/bin/unshare", "--net", "/bin/sleep", "infinity"});
        const std::string pid = std::to_string(other_->pid());
        const auto is_apart = [&] { return fs::read_symlink("/proc/" + pid + "/ns/net") != fs::read_symlink(ours); };
        for (const auto until = std::chrono::steady_clock::now() + 5s; !is_apart(); std::this_thread::sleep_for(5ms))
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error("a second network namespace is refused");
        run(ip({"link", "set", "lo", "up"}));
        run(ip({"link", "add", "near", "type", "veth", "peer", "name", "far", "netns", pid}));
        run(ip({"address", "add", "10.77.0.1/24", "dev", "near"}));
        run(ip({"link", "set", "near", "up"}));
        run(there(ip({"address", "add", "10.77.0.2/24", "dev", "far"})));
        run(there(ip({"link", "set", "far", "up"})));
    } catch (...) {
        ::setns(before_, CLONE_NEWNET);
        ::close(before_);
        throw;
    }
}

Network::~Network() {
    ::setns(before_, CLONE_NEWNET);
    ::close(before_);
}

std::vector<std::string> Network::there(std::vector<std::string> command) const {
    command.insert(command.begin(), {"/usr/bin/nsenter", "--target", std::to_string(other_->pid()), "--net"});
    return command;
}

void Network::lose_what_goes(bool lost) { run(neighbour("10.77.0.2", "near", lost)); }
void Network::lose_what_comes(bool lost) { run(there(neighbour("10.77.0.1", "far", lost))); }

}  // namespace rapport::faults
