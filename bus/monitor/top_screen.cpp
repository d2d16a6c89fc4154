// SPDX-License-Identifier: MIT
#include "bus/monitor/top_screen.hpp"

#define NCURSES_NOMACROS  // else move, erase and their like are no names for anybody
#include <curses.h>
#include <fmt/format.h>

#include <algorithm>
#include <clocale>
#include <sstream>

#include "bus/base/error.hpp"
#include "bus/monitor/text.hpp"

namespace rapport::bus::monitor {
namespace {

constexpr auto right_columns = "RATE/s BYTES/s ERRORS/s P50 P99 QUEUE BUSY LAG";

std::vector<std::string> as_lines(const std::vector<TopRow>& rows) {
    std::ostringstream text;
    print_table(top_lines(rows), right_columns, text);
    std::vector<std::string> lines;
    std::istringstream in(text.str());
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

/// What fits in a line; more would go on in the next one.
int bytes_that_fit(const std::string& text) {
    int columns = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80 && ++columns > COLS) return static_cast<int>(i);
    return static_cast<int>(text.size());
}

void put(int y, const std::string& text, attr_t how) {
    ::attrset(how);
    ::mvaddnstr(y, 0, text.c_str(), bytes_that_fit(text));
    ::clrtoeol();
}

/// A service and its methods, which stay together.
struct Group {
    TopRow service;
    std::vector<TopRow> methods;
};

}  // namespace

TopScreen::TopScreen(bool methods) : methods_(methods) {
    std::setlocale(LC_CTYPE, "");
    static SCREEN* const screen = ::newterm(nullptr, stdout, stdin);
    if (!screen)
        throw Error(Code::failed_precondition, "this terminal cannot show a full screen (TERM): use top --once");
    ::cbreak();
    ::noecho();
    ::nodelay(::stdscr, TRUE);
    ::keypad(::stdscr, TRUE);
    ::curs_set(0);
}

TopScreen::~TopScreen() { ::endwin(); }

void TopScreen::show(const std::vector<TopRow>& rows, const TopRow& total, const std::string& trouble) {
    rows_ = rows;
    total_ = total;
    trouble_ = trouble;
    draw();
}

std::vector<TopRow> TopScreen::sorted() const {
    std::vector<Group> groups;
    for (const auto& row : rows_) {
        if (!row.method) groups.push_back({row, {}});
        else groups.back().methods.push_back(row);
    }
    const auto more = [this](const TopRow& a, const TopRow& b) {
        switch (by_) {
            case By::rate:
                return a.rate > b.rate;
            case By::errors:
                return a.error_rate > b.error_rate;
            case By::p99:
                return a.p99_ms > b.p99_ms;
            case By::bytes:
                return a.bytes > b.bytes;
            case By::name:
                break;
        }
        return std::tie(a.service, a.method) < std::tie(b.service, b.method);
    };
    std::ranges::stable_sort(groups, more, &Group::service);
    std::vector<TopRow> all;
    for (auto& group : groups) {
        all.push_back(group.service);
        std::ranges::stable_sort(group.methods, more);
        if (methods_) std::ranges::move(group.methods, std::back_inserter(all));
    }
    return all;
}

void TopScreen::draw() const {
    constexpr std::string_view names[] = {"name", "rate", "errors", "p99", "bytes"};
    ::erase();
    put(0,
        fmt::format("{}  {}/s  {} B/s  {} errors/s  {} instances  queue {}  busy {}  lag {}",
                    local_text(SystemClock().now().ms * 1'000).substr(0, 19), short_number(total_.rate),
                    short_number(total_.bytes), short_number(total_.error_rate), total_.instances, total_.waiting,
                    total_.in_hand, total_.lag.value_or(0)),
        A_BOLD);
    put(1,
        trouble_.empty() ? fmt::format("by {}; r e p b n sort, m methods, q ends", names[static_cast<std::size_t>(by_)])
                         : printable(trouble_),
        trouble_.empty() ? A_DIM : A_STANDOUT);
    const auto lines = as_lines(sorted());
    put(2, lines.at(0), A_REVERSE);
    const int room = LINES - 3;
    const int first = std::clamp(scrolled_, 0, std::max(0, static_cast<int>(lines.size()) - 1 - room));
    for (int y = 0; y < room && 1 + first + y < static_cast<int>(lines.size()); ++y) {
        const auto& line = lines[static_cast<std::size_t>(1 + first + y)];
        put(3 + y, line, line.starts_with("  ") ? A_NORMAL : A_BOLD);
    }
    ::refresh();
}

bool TopScreen::take_keys() {
    bool any = false;
    for (int key; (key = ::getch()) != ERR; any = true)
        if (!take(key)) return false;
    if (any) draw();
    return true;
}

bool TopScreen::take(int key) {
    switch (key) {
        case 'q':
            return false;
        case 'r':
            by_ = By::rate;
            break;
        case 'e':
            by_ = By::errors;
            break;
        case 'p':
            by_ = By::p99;
            break;
        case 'b':
            by_ = By::bytes;
            break;
        case 'n':
            by_ = By::name;
            break;
        case 'm':
            methods_ = !methods_;
            break;
        case KEY_DOWN:
            scrolled_ = std::min(scrolled_ + 1, static_cast<int>(rows_.size()));
            break;
        case KEY_UP:
            scrolled_ = std::max(scrolled_ - 1, 0);
            break;
        default:
            break;
    }
    return true;
}

}  // namespace rapport::bus::monitor
