// SPDX-License-Identifier: MIT
#include "tests/integration/every_verb.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>

#include "sdk/host/record.hpp"
#include "services/cli/verbs.hpp"
#include "services/kit/engine/outbox.hpp"
#include "services/kit/store/migrations.hpp"

namespace rapport::integration {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto program = RAPPORT_PROGRAMS "/rapport";
constexpr auto severity = RAPPORT_PROGRAMS "/../plugins/severity.so";

void collect(const CLI::App& app, const std::string& words, std::vector<Verb>& verbs) {
    const auto parts = app.get_subcommands(std::function<bool(const CLI::App*)>());
    if (parts.empty()) {
        const auto has = [&](const std::string& name) { return app.get_option_no_throw(name) != nullptr; };
        verbs.push_back({.words = words, .takes_state = has("--state"), .takes_bus = has("--bus")});
    }
    for (const auto* part : parts)
        collect(*part, words.empty() ? part->get_name() : words + " " + part->get_name(), verbs);
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

}  // namespace

std::vector<Verb> every_verb() {
    CLI::App app;
    cli::Action action;
    cli::add_all_verbs(app, action);
    std::vector<Verb> verbs;
    collect(app, "", verbs);
    return verbs;
}

VerbBench::VerbBench()
    : stopped_(running_.folder() / "stopped"),
      backup_(running_.folder() / "saved"),
      csv_(running_.folder() / "rows.csv") {
    std::ofstream(csv_) << "complaint.subject\nNo dial tone\n";
    make_stopped();
    running_.start();
    const auto saved = Process({program, "backup", backup_, "--state", stopped_}).wait(60s);
    if (saved.exit != 0) throw std::runtime_error("there is no backup to restore: " + saved.err);
    fs::copy(stopped_, stopped_.string() + ".kept", fs::copy_options::recursive);
}

void VerbBench::lay_out_stopped() const {
    fs::remove_all(stopped_);
    fs::copy(stopped_.string() + ".kept", stopped_, fs::copy_options::recursive);
}

void VerbBench::make_stopped() const {
    fs::create_directories(stopped_ / "config");
    fs::permissions(stopped_, fs::perms::owner_all);
    {
        const auto db = kit::Db::open("sqlite:" + (stopped_ / "complaints.db").string(), kit::Db::Mode::write);
        kit::migrate(*db, {});
        const kit::Outbox outbox(*db, "complaints");
    }
    Process({program, "keys", "init", "--state", stopped_}).wait(20s);
    for (const auto* name : {"one", "two", "three"})
        Process({program, "keys", "add", name, "--observer", "--state", stopped_}).wait(20s);
    std::ofstream(stopped_ / "config/complaints.toml") << "severity_rule = \"acme.rule\"\n";
    sdk::PluginRecords(stopped_ / "plugins")
        .put({.id = "acme.rule",
              .version = "1.0.0",
              .file = "/nonexistent/rule.so",
              .sha256 = "",
              .state = "quarantined",
              .why = "it died",
              .since = ""});
}

std::string VerbBench::fresh() { return (running_.folder() / ("made-" + std::to_string(++made_))).string(); }

std::vector<std::string> VerbBench::arguments(const std::string& words) {
    const std::map<std::string, std::vector<std::string>> known{
        {"tail", {"--end"}},
        {"call", {"complaints", "list", R"({"limit":1})"}},
        {"ls", {}},
        {"info", {"complaints"}},
        {"stats", {}},
        {"ping", {}},
        {"lag", {}},
        {"dead list", {}},
        {"dead show", {"complaints", "--all"}},
        {"dead redrive", {"complaints", "--all"}},
        {"dead drop", {"complaints", "--all"}},
        {"top", {"--once", "-d", "1ms"}},
        {"trace", {"01a20f6f-637a-73bc-8bd6-71be7245504d"}},
        {"import complaints", {data("complaints.csv").string()}},
        {"import parties", {data("parties.csv").string()}},
        {"demo", {"--beside"}},
        {"events verify", {}},
        {"events acknowledge", {}},
        {"health", {"complaints"}},
        {"doctor", {}},
        {"up", {"no-such-service"}},
        {"backup", {fresh()}},
        {"restore", {backup_.string(), "--replace"}},
        {"keys init", {}},
        {"keys add", {"four", "--observer"}},
        {"keys list", {}},
        {"keys revoke", {"two"}},
        {"keys rotate", {"one"}},
        {"plugin new", {"rule", "acme-" + std::to_string(++made_), "--in", running_.folder().string()}},
        {"plugin check", {severity}},
        {"plugin run", {severity, "--data", csv_.string()}},
        {"plugin describe", {severity}},
        {"plugin bench", {severity, "--rows", "1"}},
        {"plugin list", {}},
        {"plugin lift", {"acme.rule"}},
        {"completion", {"bash"}},
    };
    const auto found = known.find(words);
    if (found == known.end())
        throw std::runtime_error("rapport " + words + " is new: say in every_verb.cpp what it needs to succeed");
    return found->second;
}

Ran VerbBench::run(const Verb& verb, const std::vector<std::string>& more, const Environment& environment,
                   Output output) {
    std::vector<std::string> command{program};
    for (auto& word : words_of(verb.words)) command.push_back(std::move(word));
    for (auto& word : arguments(verb.words)) command.push_back(std::move(word));
    command.insert(command.end(), more.begin(), more.end());
    Environment variables{{"RAPPORT_STATE", ""},
                          {"RAPPORT_BUS", ""},
                          {"RAPPORT_KEY", ""},
                          {"XDG_DATA_HOME", running_.folder() / "data"},
                          {"XDG_RUNTIME_DIR", running_.sockets()}};
    for (const auto& [name, value] : environment) variables[name] = value;
    return Process(command, variables, output).wait(100s);
}

}  // namespace rapport::integration
