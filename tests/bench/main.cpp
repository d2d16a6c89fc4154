// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <array>
#include <fstream>
#include <iostream>

#include "bus/base/program.hpp"
#include "bus/base/wire.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/bus.hpp"
#include "tests/bench/chain.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/http.hpp"
#include "tests/bench/idle.hpp"
#include "tests/bench/lists.hpp"
#include "tests/bench/million.hpp"
#include "tests/bench/plugins.hpp"

namespace {

using namespace rapport::bench;

constexpr std::array benches{
    Bench{"bus", "request and reply through the broker, against a bare relay of libzmq and nats-server",
          plain<measure_bus>},
    Bench{"chain", "a complaint over HTTP, its score and its letter, against the programs of another build",
          measure_chain},
    Bench{"events", "from the commit of an event to its handling by a subscriber, at half load", plain<measure_events>},
    Bench{"http", "complaints.open over HTTP, against the same through the bus", plain<measure_http>},
    Bench{"idle", "the whole system at rest: memory, processor, and the time that it takes to start",
          plain<measure_idle>},
    Bench{"import", "complaints taken over from another system", plain<measure_import>},
    Bench{"lists", "pages of a list of 1,000,000, filtered, sorted and searched", plain<measure_lists>},
    Bench{"million", "a desk of 1,000,000 complaints: its lists, its reports, and what opening one more takes",
          measure_million},
    Bench{"million-postgresql", "the same on PostgreSQL", measure_million_postgresql},
    Bench{"open", "durable complaints.open through the bus, against a bare SQLite loop", plain<measure_open>},
    Bench{"plugins", "rows that a rule scores, in process and in a child, against the same as a plain function",
          plain<measure_plugins>},
};

constexpr std::array roles{
    Role{"bus-service", bus_service},
    Role{"bare-relay", bare_relay},
    Role{"bare-worker", bare_worker},
#ifdef RAPPORT_NATS
    Role{"nats-worker", nats_worker},
#endif
};

int play(const std::vector<std::string>& arguments) {
    for (const Role& role : roles)
        if (role.name == arguments.front()) return role.run(std::span(arguments).subspan(1));
    return 2;
}

void print_head() {
    std::fflush(stdout);  // a table that was printed before
    fmt::print(std::cout, "{:<52} {:>12} {:>12} {:>7} {:>12}\n", "", "value", "yardstick", "ratio", "bar");
}

std::string number(double value) { return fmt::format("{:.{}f}", value, value < 1 ? 3 : value < 1'000 ? 1 : 0); }

std::string bar_of(const Figure& figure) {
    if (!figure.bar) return "-";
    const char* is = figure.bar->is == Bar::Is::at_least ? "≥" : "≤";
    return figure.judged_by_value() ? fmt::format("{} {}", is, number(figure.bar->limit))
                                    : fmt::format("{} {:.2f}", is, figure.bar->limit);
}

void print(const Figure& figure) {
    fmt::print(std::cout, "{:<52} {:>12} {:>12} {:>7} {:>12} {}\n", figure.name + ", " + figure.unit,
               number(figure.value), figure.baseline ? number(*figure.baseline) : "-",
               figure.baseline ? fmt::format("{:.2f}", figure.ratio()) : "-", bar_of(figure),
               !figure.bar      ? ""
               : figure.holds() ? "ok"
                                : "NOT HELD");
    std::cout.flush();
}

void write_json(const std::string& path, const std::vector<Figure>& figures) {
    std::string bytes;
    rapport::Writer out(bytes);
    out.array(figures.size());
    for (const Figure& figure : figures) {
        out.map(7);
        out.text("name"), out.text(figure.name);
        out.text("unit"), out.text(figure.unit);
        out.text("value"), out.number(figure.value);
        out.text("yardstick"), figure.baseline ? out.number(*figure.baseline) : out.nil();
        out.text("ratio"), figure.baseline ? out.number(figure.ratio()) : out.nil();
        out.text("bar"), figure.bar ? out.number(figure.bar->limit) : out.nil();
        out.text("ok"), out.boolean(figure.holds());
    }
    std::ofstream file(path);
    file << rapport::to_pretty_json(bytes) << '\n';
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

std::vector<Bench> chosen(const std::vector<std::string>& names) {
    std::vector<Bench> some;
    for (const Bench& bench : benches)
        if (names.empty() || std::find(names.begin(), names.end(), bench.name) != names.end()) some.push_back(bench);
    return some;
}

int run(int argc, char** argv) {
    CLI::App app("Measures, each figure beside a yardstick of the same run.", "rapport-bench");
    std::vector<std::string> names, role, known;
    for (const Bench& bench : benches) known.emplace_back(bench.name);
    std::string json;
    Options options;
    bool list = false;
    app.add_option("NAME", names, "which ones; all without any")->check(CLI::IsMember(known));
    app.add_option("--json", json, "writes the figures there too");
    app.add_flag("--list", list, "says what there is to be measured");
    app.add_option("--complaints", options.complaints, "how many the full desks have")
        ->check(CLI::Range(1'000, 10'000'000));
    app.add_option("--keep", options.keep, "a folder to keep full desks in, or one where they were kept");
    app.add_option("--programs", options.programs, "of chain: the folder of another build's programs, the yardstick")
        ->check(CLI::ExistingDirectory);
    app.add_option("--role", role, "what a child process does")->group("");
    CLI11_PARSE(app, argc, argv);

    spdlog::set_default_logger(spdlog::stderr_color_mt("bench"));
    spdlog::set_level(spdlog::level::warn);
    if (!role.empty()) return play(role);
    if (list) {
        for (const Bench& bench : benches) fmt::print(std::cout, "{:<12} {}\n", bench.name, bench.doc);
        return 0;
    }
    std::vector<Figure> all;
    bool has_head = false;
    for (const Bench& bench : chosen(names))
        for (const Figure& figure : bench.run(options)) {
            all.push_back(figure);
            if (!figure.shown) continue;
            if (!std::exchange(has_head, true)) print_head();
            print(figure);
        }
    if (!json.empty()) write_json(json, all);
    return std::all_of(all.begin(), all.end(), [](const Figure& figure) { return figure.holds(); }) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    rapport::StandardOutput output("rapport-bench");
    return output.end(run(argc, argv));
}
