// SPDX-License-Identifier: MIT
// Stories of attempts: whatever servers sent, the lines are valid JSON, and are read back unchanged.

#include "fuzz.hpp"
#include <wua/engine/story_json.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

FUZZ_TARGET(story_json)
{
    fuzz::input input(data, size);
    const std::string title = input.take_text();
    wua::download_story story;
    story.forgotten = input.take<std::uint8_t>();
    while (!input.is_empty() && story.attempts.size() != 8)
    {
        wua::attempt_record made;
        made.url = input.take_text();
        made.redirects.push_back(input.take_text());
        made.address = input.take_text();
        made.protocol = input.take_text();
        made.status = input.take<std::int16_t>();
        made.bytes = input.take<std::uint32_t>();
        made.total = std::chrono::microseconds(input.take<std::uint32_t>());
        made.result = wua::outcome::failed(wua::e_fail, {}, input.take_text());
        made.decision = static_cast<wua::attempt_decision>(input.take_up_to(9));
        story.attempts.push_back(std::move(made));
    }
    std::string text = wua::story_lines(0, title, story);
    std::size_t lines = 0;
    while (!text.empty())
    {
        const std::size_t end = text.find('\n');
        fuzz::require(end != std::string::npos, "each line has an end", text);
        const auto line = nlohmann::json::parse(text.substr(0, end), nullptr, false);
        fuzz::require(line.is_object() && line.contains("update"), "each line is JSON", text.substr(0, end));
        text.erase(0, end + 1);
        ++lines;
    }
    fuzz::require(lines == story.attempts.size() + (story.forgotten != 0 ? 1 : 0), "a line for each attempt");
    return 0;
}
