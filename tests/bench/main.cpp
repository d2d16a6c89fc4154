// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <array>
#include <fstream>

#include "bus/base/wire.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/bus.hpp"
#include "tests/bench/open.hpp"

namespace {

using namespace rapport::bench;

constexpr std::array benches{
    Bench{"bus", "request and reply through the broker, against a bare relay of libzmq", measure_bus},
    Bench{"open", "durable complaints.open through the bus, against a bare SQLite loop", measure_open},
};

constexpr std::array roles{
    Role{"bus-service", bus_service},
    Role{"bare-relay", bare_relay},
    Role{"bare-worker", bare_worker},
};

int play(const std::vector<std::string>& arguments) {
    for (const Role& role : roles)
        if (role.name == arguments.front()) return role.run(std::span(arguments).subspan(1));
    return 2;
}

void print_head() { fmt::print("{:<40} {:>12} {:>12} {:>7} {:>8}\n", "", "value", "yardstick", "ratio", "bar"); }

void print(const Figure& figure) {
    const auto number = [&](double value) { return fmt::format("{:.{}f}", value, value < 1'000 ? 1 : 0); };
    const std::string bar =
        !figure.bar ? "-"
                    : fmt::format("{} {:.2f}", figure.bar->is == Bar::Is::at_least ? "≥" : "≤", figure.bar->ratio);
    fmt::print("{:<40} {:>12} {:>12} {:>7.2f} {:>8} {}\n", figure.name + ", " + figure.unit, number(figure.value),
               number(figure.baseline), figure.ratio(), bar,
               !figure.bar      ? ""
               : figure.holds() ? "ok"
                                : "NOT HELD");
    std::fflush(stdout);
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
        out.text("yardstick"), out.number(figure.baseline);
        out.text("ratio"), out.number(figure.ratio());
        out.text("bar"), figure.bar ? out.number(figure.bar->ratio) : out.nil();
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

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Measures, each figure beside a yardstick of the same run.", "rapport-bench");
    std::vector<std::string> names, role, known;
    for (const Bench& bench : benches) known.emplace_back(bench.name);
    std::string json;
    bool list = false;
    app.add_option("NAME", names, "which ones; all without any")->check(CLI::IsMember(known));
    app.add_option("--json", json, "writes the figures there too");
    app.add_flag("--list", list, "says what there is to be measured");
    app.add_option("--role", role, "what a child process does")->group("");
    CLI11_PARSE(app, argc, argv);

    spdlog::set_default_logger(spdlog::stderr_color_mt("bench"));
    spdlog::set_level(spdlog::level::warn);
    if (!role.empty()) return play(role);
    if (list) {
        for (const Bench& bench : benches) fmt::print("{:<12} {}\n", bench.name, bench.doc);
        return 0;
    }
    std::vector<Figure> all;
    print_head();
    for (const Bench& bench : chosen(names))
        for (const Figure& figure : bench.run()) {
            print(figure);
            all.push_back(figure);
        }
    if (!json.empty()) write_json(json, all);
    return std::all_of(all.begin(), all.end(), [](const Figure& figure) { return figure.holds(); }) ? 0 : 1;
}
