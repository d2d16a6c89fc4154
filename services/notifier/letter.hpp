// SPDX-License-Identifier: MIT
#pragma once
#include "services/notifier/addressee.hpp"
#include "services/notifier/letterhead.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {

/// What is filed from outside and has a page, under its name in the data of events.
inline constexpr std::string_view with_page[] = {"complaint", "question", "suggestion", "compliment"};

/// What one recipient is told.
struct Letter {
    std::string subject, text, language;
};

/// invalid_argument naming `path` for text that is no Mustache template, and for one that includes others.
void check_template(const std::string& path, const std::string& text);
/// Fills in the template. Names are looked up in the event's data, then in the event itself; `recipient` has name,
/// address and language, `organisation` is the letterhead's, and `link` of the complaint (or what else was filed) leads
/// to its page, if there is one. Beside each time `x` stands `x_local`: as it reads in the recipient's time zone. A
/// name that is not there is left empty. resource_exhausted for a letter over 256 KiB.
Letter write(const Template& in, const Any& event, const Addressee& to, const Letterhead& head = {});

/// The event without the path of the page of whoever filed what it is about: that is for them alone.
bus::Event without_page(bus::Event event);
/// The address of that page; empty if the event names none, or letters carry no link.
std::string link_in(const bus::Event& event, const Letterhead& head);

}  // namespace rapport::notifier
