// SPDX-License-Identifier: MIT
#include "tests/bench/up.hpp"

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

namespace rapport::bench {
namespace {

using std::chrono::steady_clock;

std::vector<std::string> command(const std::filesystem::path& programs, const std::filesystem::path& state,
                                 const std::vector<std::string>& services) {
    std::vector<std::string> all{programs.empty() ? program("rapport") : (programs / "rapport").string(),
                                 "up",
                                 "--state",
                                 state,
                                 "--http",
                                 "127.0.0.1:0",
                                 "--log-level",
                                 "warn"};
    all.insert(all.end(), services.begin(), services.end());
    return all;
}

}  // namespace

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Up::Up(const std::vector<std::string>& services, const std::filesystem::path& programs)
    : process_(command(programs, state(), services)) {
    const auto start = steady_clock::now();
    const auto file = state() / "run.json";
    while (!run_.ready) {
        if (steady_clock::now() - start > std::chrono::seconds(30)) throw std::runtime_error("rapport up is not ready");
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        if (std::filesystem::exists(file)) run_ = decode<RunFile>(from_json(content(file)));
    }
    seconds_ = std::chrono::duration<double>(steady_clock::now() - start).count();
}

Up::~Up() {
    process_.signal(SIGTERM);
    process_.wait();
}

std::string Up::token() const {
    std::string token = content(state() / "admin.token");
    token.erase(token.find_last_not_of(" \n") + 1);
    return token;
}

}  // namespace rapport::bench
