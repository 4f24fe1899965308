// SPDX-License-Identifier: MIT
// Search criteria: any text is either understood, or refused with the position of the error.

#include "fuzz.hpp"
#include <wua/agent/criteria_error.hpp>
#include <wua/agent/search_criteria.hpp>

#include <string>
#include <string_view>

FUZZ_TARGET(search_criteria)
{
    const std::string_view text = fuzz::text_of(data, size);
    wua::update_facts facts;
    facts.update_id = "0d5f8a3c-1111-2222-3333-444455556666";
    facts.category_ids = {"0d5f8a3c-1111-2222-3333-444455556667"};
    try
    {
        const wua::search_criteria criteria(text);
        const bool is_found = criteria.matches(facts);
        fuzz::require(wua::search_criteria(text).matches(facts) == is_found, "the same text finds the same", text);

        // The law of absorption, unless the combined text is too long.
        const std::string both = "(" + std::string(text) + ") or (" + std::string(text) + ")";
        if (text.find_first_not_of(" \t\r\n") != std::string_view::npos && both.size() < 10'000)
        {
            try
            {
                fuzz::require(wua::search_criteria(both).matches(facts) == is_found, "a or a is a", text);
            }
            catch (const wua::criteria_error&)
            {
                // Nested too deeply, or an operator that must not be inside parentheses.
            }
        }
    }
    catch (const wua::criteria_error& error)
    {
        fuzz::require(error.position() <= text.size() || text.size() > wua::search_criteria::max_length,
                      "an error is at a place in the text", text);
        fuzz::require(error.code() == wua::wu_e_invalid_criteria && *error.what() != '\0', "a refusal says why", text);
    }
    return 0;
}
