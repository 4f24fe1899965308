// SPDX-License-Identifier: MIT
// The operations of com/ and of the values in model/.

#include "torture/oom_point.hpp"
#include <wua/agent/search_criteria.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/change_type.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/variant.hpp>
#include <wua/job/ledger.hpp>
#include <wua/job/transfer.hpp>
#include <wua/model/update_item.hpp>
#include <wua/wuapi/agent_errors.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace
{

using oom::point;

// Too long to be stored inside a string object.
constexpr const char* text = "a text that is too long for the place inside a string \xE2\x82\xAC";

void utf(point& at)
{
    std::u16string wide;
    if (at([&] { wide = wua::to_utf16(text); }))
    {
        std::string narrow;
        if (at([&] { narrow = wua::to_utf8(wide); }))
        {
            at.expect(narrow == text, "the text came back otherwise");
        }
        at([&] { wua::try_to_utf8(wide); });
    }
    at([&] { wua::try_to_utf16(text); });
    at([&] { wua::to_ole(text); });
}

void oleauto(point& at)
{
    const wua::ole_string wide = wua::to_ole(text);
    wua::BSTR made = nullptr;
    const auto memory = [&] { return made == nullptr ? wua::e_outofmemory : wua::s_ok; };
    if (at([&] { return made = wua::SysAllocString(wide.c_str()), memory(); }))
    {
        wua::SysFreeString(made);
    }
    if (at([&] { return made = wua::SysAllocStringLen(wide.data(), 3), memory(); }))
    {
        wua::SysFreeString(made);
    }
    if (at([&] { return made = wua::SysAllocStringByteLen("abc", 3), memory(); }))
    {
        wua::SysFreeString(made);
    }
    const wua::variant source(text);
    const wua::variant old("old text");
    wua::VARIANT copy = wua::variant(old).detach();
    if (!at([&] { return wua::VariantCopy(&copy, const_cast<wua::VARIANT*>(&source.get())); }))
    {
        at.expect(wua::view(copy.bstrVal) == wua::view(old.get().bstrVal), "a failed copy changed its destination");
    }
    wua::VariantClear(&copy);
}

void bstr(point& at)
{
    const wua::bstr source(text);
    const wua::ole_string wide = wua::to_ole(text);
    at([&] { wua::bstr made(text); });
    at([&] { wua::bstr made{std::string(text)}; });
    at([&] { wua::bstr made(wide); });
    at([&] { wua::bstr made(wide.c_str()); });
    at([&] { wua::bstr made(source); });
    at([&] { wua::bstr made(""); });
    at([&] { source.to_utf8(); });
    wua::bstr target("old");
    if (!at([&] { target = source; }))
    {
        at.expect(target.to_utf8() == "old", "a failed assignment changed its target");
    }
    target = wua::bstr("old");
    if (!at([&] { target.copy_from(source.get()); }))
    {
        at.expect(target.to_utf8() == "old", "a failed copy changed its target");
    }
}

void variant(point& at)
{
    wua::variant source(text);
    at([&] { wua::variant made(text); });
    at([&] { wua::variant made{std::string(text)}; });
    at([&] { wua::variant made(source); });
    wua::variant target(3);
    if (!at([&] { target = source; }))
    {
        at.expect(target.vt() == wua::VT_I4, "a failed assignment changed its target");
    }
    at([&] { wua::copy_variant(source.get()); });
    wua::VARIANT reference{};
    reference.vt = static_cast<wua::VARTYPE>(wua::VT_BYREF | wua::VT_VARIANT);
    wua::VARIANT lent = source.get();
    reference.byref = &lent;
    at([&] { wua::copy_ind(reference); });
}

void change_type(point& at)
{
    const wua::variant number("123456789012345");
    const wua::variant real(0.1);
    const wua::variant whole(1234567);
    wua::DECIMAL wide = wua::to_decimal(123456789);
    wide.scale = 3;
    const wua::variant decimal(wide);
    const auto both_ways = [&](const wua::variant& value) { at([&] { wua::change_type(value.get(), wua::VT_BSTR); }); };
    both_ways(number);
    both_ways(real);
    both_ways(whole);
    both_ways(decimal);
    both_ways(true);
    for (const wua::VARTYPE type : {wua::VT_I8, wua::VT_R8, wua::VT_DECIMAL, wua::VT_CY})
    {
        at([&] { wua::change_type(number.get(), static_cast<wua::VARTYPE>(type)); });
    }
}

void enumerator(point& at)
{
    std::vector<wua::variant> values{text, 2, "three"};
    wua::com_ptr<wua::IEnumVARIANT> walk;
    if (!at([&] { walk = wua::make_enum_variant({wua::variant(text), wua::variant(2), wua::variant(text)}); }))
    {
        return;
    }
    wua::com_ptr<wua::IEnumVARIANT> clone;
    at.expect(at([&] { return walk->Clone(clone.put()); }) == (clone != nullptr), "a failed clone left something");
    std::array<wua::VARIANT, 3> taken{};
    wua::ULONG fetched = 9;
    if (!at([&] { return walk->Next(3, taken.data(), &fetched); }))
    {
        at.expect(
            fetched == 0 && taken[0].vt == wua::VT_EMPTY && taken[2].vt == wua::VT_EMPTY, "half of Next was done");
        at.expect(walk->Next(3, taken.data(), &fetched) == wua::s_ok && fetched == 3, "a failed Next moved on");
    }
    for (wua::VARIANT& one : taken)
    {
        wua::VariantClear(&one);
    }
}

// An error keeps its code even if there is no memory for its text.
void check_words(point& at, const wua::hresult_error& error, wua::HRESULT code)
{
    at.expect(error.code() == code, "an error has a code that is not its own");
    at.expect(error.text().empty() == (oom::failed() != 0), "an error has no words, or has them without memory");
}

void errors(point& at)
{
    std::optional<wua::hresult_error> made;
    if (at.survives([&] { made.emplace(wua::e_fail, text); }))
    {
        check_words(at, *made, wua::e_fail);
    }
}

// ---- model ----

void item(point& at)
{
    wua::update_pointer made;
    at([&] { made = wua::make_item(text, text, 100, wua::content_digest::sha256(std::string(64, 'a'))); });
    std::optional<wua::content_digest> digest;
    if (at([&] { digest = wua::content_digest::from_hex(wua::digest_algorithm::sha1, std::string(40, 'b')); }))
    {
        at([&] { digest->to_hex(); });
    }
}

void criteria(point& at)
{
    std::optional<wua::search_criteria> parsed;
    if (at([&] {
            parsed.emplace("( IsInstalled = 0 and UpdateID='12345678-9abc-def0-1234-56789abcdef0' ) or "
                           "( CategoryIDs contains '12345678-9abc-def0-1234-56789abcdef0' and Type != 'Driver' )");
        }))
    {
        const wua::update_facts facts{};
        at([&] { parsed->matches(facts); });
        at([&] { wua::search_criteria copy(*parsed); });
    }
    at([&] { wua::search_criteria usual; });
    at([&] { wua::escape_criteria("it's a text that is too long for a string's own place"); });
}

void bad_criteria(point& at)
{
    // Returns E_OUTOFMEMORY, or what is wrong with the text; never accepts it.
    std::optional<wua::hresult_error> refusal;
    const bool is_told = at.survives([&] {
        try
        {
            wua::search_criteria refused("IsInstalled = 'a text where a number is due' and (");
        }
        catch (const wua::hresult_error& error)
        {
            refusal = error;
        }
    });
    at.expect(refusal.has_value() == is_told, "bad criteria were accepted");
    if (refusal)
    {
        check_words(at, *refusal, wua::wu_e_invalid_criteria);
    }
}

struct listener final : wua::detail::ledger_listener
{
    void changed() noexcept override {}
    void completed() noexcept override
    {
        ++completions;
    }
    int completions = 0;
};

void ledger(point& at)
{
    const std::vector<wua::update_pointer> items{
        wua::make_item("a", "b", 1000), wua::make_item("a", "b"), wua::make_item("a", "b"), wua::make_item("a", "b")};
    std::shared_ptr<wua::detail::ledger> job;
    if (!at([&] { job = std::make_shared<wua::detail::ledger>(items); }))
    {
        return;
    }
    const auto heard = std::make_shared<listener>();
    job->listen(heard);
    {
        wua::transfer end(job);
        // Reports of an engine need no memory, or manage without.
        at.survives([&] {
            end.start(0);
            end.set_size(0, 1000);
            end.set_bytes(0, 500);
            end.retry(0);
            end.set_bytes(0, 1000);
            end.set_phase(0, wua::dphVerifying);
            end.finish(0, wua::outcome::succeeded());
            end.start(1);
            end.set_size(1, 10);
            end.set_bytes(1, 20); // a false report, which ends the update with an explanation
            end.start(2);
            end.tick();
        });
        at.expect(job->is_finished(0) && job->is_finished(1), "a report was lost");
        wua::progress_snapshot snapshot;
        at([&] {
            snapshot = job->snapshot();
            snapshot.result(1);
        });
        at([&] { job->progress_of(1); });
        at([&] { job->result(); });
        const wua::outcome words = wua::outcome::failed(wua::e_fail, {}, text);
        at.survives([&] { end.finish_rest(words); });
        at.expect(job->is_completed() && job->progress_of(3).result.hresult == wua::e_fail, "the rest has not ended");
    }
    at.expect(heard->completions == 1, "completed was not told once");
}

void dropped_transfer(point& at)
{
    const auto job =
        std::make_shared<wua::detail::ledger>(std::vector{wua::make_item("a", "b"), wua::make_item("a", "b")});
    const auto heard = std::make_shared<listener>();
    job->listen(heard);
    std::optional<wua::transfer> end(job);
    at.survives([&] {
        end->start(0);
        end.reset();
    });
    at.expect(job->is_completed() && heard->completions == 1, "a dropped transfer did not end its job");
}

void aborted_ledger(point& at)
{
    const auto job = std::make_shared<wua::detail::ledger>(
        std::vector{wua::make_item("a", "b"), wua::make_item("a", "b")},
        wua::detail::ledger_options{wua::steady_time, std::chrono::nanoseconds(0), true});
    at.survives([&] { job->request_abort(); });
    at.expect(job->is_abort_requested(), "the abort was lost");
    bool is_over = false;
    at.survives([&] { is_over = job->wait_until(std::chrono::steady_clock::time_point::max()); });
    at.expect(is_over && job->result().code == wua::orcAborted, "an overdue job was not ended");
}

constexpr std::array operations{
    oom::operation{"utf", utf},
    oom::operation{"oleauto", oleauto},
    oom::operation{"bstr", bstr},
    oom::operation{"variant", variant},
    oom::operation{"change_type", change_type},
    oom::operation{"enum_variant", enumerator},
    oom::operation{"hresult_error", errors},
    oom::operation{"update_item", item},
    oom::operation{"search_criteria", criteria},
    oom::operation{"search_criteria refused", bad_criteria},
    oom::operation{"ledger", ledger},
    oom::operation{"ledger: transfer dropped", dropped_transfer},
    oom::operation{"ledger: aborted", aborted_ledger},
};

} // namespace

std::span<const oom::operation> oom::com_operations()
{
    return operations;
}
