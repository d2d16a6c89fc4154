// SPDX-License-Identifier: MIT
#include <csignal>
#include <cstdlib>
#include <limits>
#include <rapport/plugin.hpp>
#include <stdexcept>
#include <thread>

namespace {

struct Unruly : rapport::Rule {
    Input<rapport::Text> order{this, "do", "what to do; otherwise the row scores 1"};
    Input<rapport::Number> number{this, "number", "given back where it is known"};
    Input<rapport::Boolean> flag{this, "flag", "adds 10"};
    Input<rapport::Time> time{this, "time", "adds the seconds since then"};
    Setting<std::string> at_start{this, "at_start", "", "what to do at start"};
    Setting<int> count{this, "count", 3, "a number", 1, 10};
    Setting<double> ratio{this, "ratio", 0.5, "a number", 0, 1};
    Setting<bool> on{this, "on", true, "a choice"};
    Factor all{this, "all"};

    void start() const {
        if (*at_start == "throw") throw std::runtime_error("cannot start like this");
        if (*at_start == "abort") std::abort();
        if (*at_start == "hang") std::this_thread::sleep_for(std::chrono::hours(1));
        if (*at_start == "log") log(rapport::Level::warning, "started");
    }

    void score(Row& row) const {
        const auto what = row[order];
        if (*at_start == "exit whatever comes") std::_Exit(7);
        misbehave(what);
        while (what == "chatter") log(rapport::Level::info, "on and on");
        row[all] = row[number].value_or(1) + (row[flag].value_or(false) ? 10 : 0);
        if (const auto then = row[time]) row[all] += std::chrono::duration<double>(row.now() - *then).count();
        if (what == "nan") row[all] = std::numeric_limits<double>::quiet_NaN();
        if (what == "infinity") row[all] = std::numeric_limits<double>::infinity();
        if (what == "far") row[all] = 1001;
        if (what == "no sum") row.value(500);
        if (what == "sure") row.confidence(1.5);
        if (what == "latin-1") row.reason("gr\xfc\xdf");
        if (what == "settings") row.reason(std::to_string(count) + " " + std::to_string(ratio) + (on ? " on" : " off"));
        if (what == "log") log(rapport::Level::info, "a line");
    }

private:
    static void misbehave(std::string_view what) {
        if (what == "throw") throw std::runtime_error("no such thing");
        if (what == "throw 42") throw 42;
        if (what == "abort") std::abort();
        if (what == "crash") std::raise(SIGSEGV);
        if (what == "exit") std::_Exit(7);
        if (what == "overflow") overflow(1);
        while (what == "hang") {
        }
        while (what == "eat") (new char[1 << 20])[0] = 1;
    }

    static int overflow(int depth) {
        volatile char some[4096];
        some[0] = static_cast<char>(depth);
        return depth == 0 ? 0 : overflow(depth + 1) + some[0];
    }
};

}  // namespace

RAPPORT_RULE(Unruly, "com.example.unruly", "1.0.0", "Does what it is told", -1000, 1000)
