// SPDX-License-Identifier: MIT
#include "tests/integration/deployment.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

const fs::path programs_folder = RAPPORT_PROGRAMS;
const fs::path source_folder = RAPPORT_SOURCE_DIR;

fs::path private_folder() {
    ::umask(077);  // as whoever keeps a deployment: what tests make in its folder is for its owner alone
    auto name = (fs::temp_directory_path() / "rapport-it-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    fs::create_directory(name + "/run");
    return name;
}

Environment folders_in(const fs::path& folder) {
    return {{"XDG_RUNTIME_DIR", folder / "run"}, {"XDG_DATA_HOME", folder / "data"}};
}

}  // namespace

bool built(const std::string& program) { return fs::exists(programs_folder / program); }

std::map<std::string, int> notices(const Deployment& deployment) {
    std::map<std::string, int> told;
    std::ifstream file(deployment.state() / "notices.jsonl");
    for (std::string line; std::getline(file, line);) {
        const auto notice = nlohmann::json::parse(line, nullptr, false);
        if (notice.is_object()) ++told[notice.at("to").get<std::string>()];  // else it is being written just now
    }
    return told;
}

fs::path data(const std::string& name) { return source_folder / "tests/integration/data" / name; }

std::optional<fs::path> public_data(const std::string& name) {
    const char* named = std::getenv("RAPPORT_DATA");
    for (const fs::path& folder :
         {fs::path(named ? named : ""), source_folder / "../shared/data", source_folder / "../../shared/data"})
        if (!folder.empty() && fs::exists(folder / name)) return folder / name;
    return {};
}

Deployment::Deployment(std::vector<std::string> services) : folder_(private_folder()), services_(std::move(services)) {}

Deployment::~Deployment() {
    if (up_) stop();
    if (std::getenv("RAPPORT_KEEP")) return;
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void Deployment::start() {
    std::vector<std::string> command = under_;
    for (const auto& word : {(programs_folder / "rapport").string(), std::string("up"), std::string("--state"),
                             state().string(), std::string("--http"), std::string("127.0.0.1:0")})
        command.push_back(word);
    command.insert(command.end(), options_.begin(), options_.end());
    command.insert(command.end(), services_.begin(), services_.end());
    auto variables = folders_in(folder_);
    variables.insert(environment_.begin(), environment_.end());
    const auto started = Steady::now();
    up_.emplace(command, variables);
    const auto out = up_->wait_for("\nsign in", 60s);
    ready_after_ = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - started);
    if (!out || !out->starts_with("ready http://")) {
        up_->signal(SIGTERM);
        const auto ran = up_->wait(5s);
        up_.reset();
        throw std::runtime_error("rapport up is not ready: " + ran.out + ran.err);
    }
    address_ = out->substr(6, out->find('\n') - 6);
}

Ran Deployment::stop() {
    up_->signal(SIGINT);
    auto ran = up_->wait(10s);
    up_.reset();
    return ran;
}

void Deployment::crash() {
    up_->signal(SIGKILL);
    up_->wait(5s);
    up_.reset();
}

std::unique_ptr<Process> Deployment::begin(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), programs_folder / "rapport");
    if (std::ranges::find(arguments, "--bus") == arguments.end())
        arguments.insert(arguments.end(), {"--state", state()});
    return std::make_unique<Process>(arguments, folders_in(folder_));
}

Ran Deployment::rapport(std::vector<std::string> arguments, std::chrono::milliseconds limit) const {
    return begin(std::move(arguments))->wait(limit);
}

std::string Deployment::token() const {
    std::ifstream file(state() / "admin.token");
    std::string token;
    std::getline(file, token);
    return token;
}

cli::RunFile Deployment::run() const {
    const auto run = cli::StateDir(state()).running();
    if (!run) throw std::runtime_error("nothing runs on " + state().string());
    return *run;
}

std::vector<std::string> Deployment::programs() const {
    std::vector<std::string> names;
    for (const auto& process : run().processes) names.push_back(process.name);
    return names;
}

pid_t Deployment::pid_of(const std::string& program) const {
    for (const auto& process : run().processes)
        if (process.name == program) return static_cast<pid_t>(process.pid.value_or(0));
    throw std::runtime_error("no program " + program);
}

void Deployment::signal(const std::string& program, int number) const {
    if (const pid_t pid = pid_of(program); pid != 0) ::kill(pid, number);
}

bool Deployment::comes_back(const std::string& program, pid_t before) const {
    for (const auto until = Steady::now() + 10s; Steady::now() < until; std::this_thread::sleep_for(20ms))
        if (const pid_t pid = pid_of(program); pid != 0 && pid != before) return true;
    return false;
}

}  // namespace rapport::integration
