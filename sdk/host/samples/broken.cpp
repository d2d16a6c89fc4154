// SPDX-License-Identifier: MIT
// A rule with the one fault that FAULT names; none where it names no fault of these.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <limits>
#include <map>
#include <rapport/plugin.hpp>
#include <stdexcept>
#include <string>

namespace {

constexpr std::string_view fault = FAULT;

int sink = 0;
void* lost = nullptr;

int overflow(int depth) {
    volatile char some[4096];
    some[0] = static_cast<char>(depth);
    return depth == 0 ? 0 : overflow(depth + 1) + some[0];
}

void misbehave() {
    if (fault == "throws") throw std::runtime_error("no such thing");
    if (fault == "throws 42") throw 42;
    while (fault == "hangs") ::pause();
    while (fault == "spins") sink = sink + 1;
    if (fault == "segfault") std::raise(SIGSEGV);
    if (fault == "abort") std::abort();
    if (fault == "exit") std::exit(0);
    if (fault == "overflow") sink = overflow(1);
    while (fault == "memory") (new char[1 << 20])[0] = 1;
}

struct Broken : rapport::Rule {
    Input<rapport::Number> number{this, "number", "what it scores"};
    Input<rapport::Text> text{this, "text", "adds its length"};
    Setting<std::string> name{this, "name", "something", "a name"};
    Factor one{this, "one"}, other{this, "other"};

    void start() {
        if (fault == "leaks") lost = ::operator new(100);
    }

    void score(Row& row) const {
        misbehave();
        std::map<std::string, double>
            parts;  // something of the standard library whose layout depends on how it is built
        parts[std::string(row[text]) + *name] = row[number].value_or(0);
        row[one] = parts.begin()->second;
        row[other] = static_cast<double>(row[text].size());
        if (fault == "NaN") row[one] = std::numeric_limits<double>::quiet_NaN();
        if (fault == "no sum") row.value(row[one] + 1e6);
        if (fault == "order") row[other] = ++seen_;
        row.reason(parts.begin()->first);
    }

private:
    mutable int seen_ = 0;
};

}  // namespace

RAPPORT_RULE(Broken, "com.example.broken", "1.0.0", "Has one fault", -1e9, 1e9)
