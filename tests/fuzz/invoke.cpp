// SPDX-License-Identifier: MIT
// Late-bound calls with any arguments, on each kind of object that a download has.

#include "fuzz.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/download_job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/objects/update_objects.hpp>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

namespace
{

using wua::com_ptr;

// New objects for each input, since calls change them.
std::vector<com_ptr<wua::IDispatch>> make_objects()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    const auto updates = wua::make_update_collection({wua::make_update(wua::make_item("one", "https://host/one", 10))});
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, {}, job.put()));
    com_ptr<wua::IDownloadProgress> progress;
    wua::throw_if_failed(job->GetProgress(progress.put()));
    return {downloader.query<wua::IDispatch>(), updates.query<wua::IDispatch>(), job.query<wua::IDispatch>(),
            progress.query<wua::IDispatch>()};
}

// An argument, and the owner of what it refers to.
struct argument
{
    wua::variant owner;
    wua::VARIANT bits{};
};

argument take_argument(fuzz::input& input, const std::vector<com_ptr<wua::IDispatch>>& objects)
{
    constexpr auto plain = std::to_array<wua::VARTYPE>(
        {wua::VT_EMPTY, wua::VT_I1, wua::VT_UI1, wua::VT_I2, wua::VT_UI2, wua::VT_I4, wua::VT_UI4, wua::VT_I8,
         wua::VT_UI8, wua::VT_R4, wua::VT_R8, wua::VT_DATE, wua::VT_CY, wua::VT_DECIMAL, wua::VT_BOOL, wua::VT_NULL,
         wua::VT_ERROR});
    argument made;
    const std::size_t kind = input.take_up_to(plain.size() + 2);
    if (kind < plain.size())
    {
        const auto raw = input.take<std::array<unsigned char, sizeof(wua::VARIANT)>>();
        std::memcpy(&made.bits, raw.data(), sizeof made.bits);
        made.bits.vt = plain[kind];
    }
    else if (kind == plain.size())
    {
        made.owner = wua::variant(wua::bstr(input.take_text()));
        made.bits = made.owner.get();
    }
    else
    {
        made.bits.vt = kind == plain.size() + 1 ? wua::VT_DISPATCH : wua::VT_UNKNOWN;
        const std::size_t which = input.take_up_to(objects.size());
        made.bits.pdispVal = which == objects.size() ? nullptr : objects[which].get();
    }
    return made;
}

} // namespace

FUZZ_TARGET(invoke)
{
    fuzz::input input(data, size);
    const auto objects = make_objects();
    for (int calls = 0; calls != 8 && !input.is_empty(); ++calls)
    {
        wua::IDispatch& object = *objects[input.take_up_to(objects.size() - 1)];
        // Existing DISPIDs, or any.
        constexpr auto known = std::to_array<wua::DISPID>({0, -4, 0x60020001, 0x60030001, 0x61000001, 0x60090001});
        const std::size_t choice = input.take_up_to(known.size());
        const wua::DISPID member =
            choice == known.size() ? input.take<wua::DISPID>()
                                   : known[choice] + static_cast<wua::DISPID>(input.take_up_to(24));
        const auto flags = static_cast<wua::WORD>(input.take_up_to(15));
        std::vector<argument> arguments;
        std::vector<wua::VARIANT> values;
        for (std::size_t left = input.take_up_to(5); left != 0; --left)
        {
            arguments.push_back(take_argument(input, objects));
        }
        for (const argument& one : arguments)
        {
            values.push_back(one.bits);
        }
        std::vector<wua::DISPID> names;
        for (std::size_t left = input.take_up_to(values.size()); left != 0; --left)
        {
            names.push_back(
                input.take_up_to(1) == 0 ? wua::dispid_propertyput : static_cast<wua::DISPID>(input.take_up_to(4)));
        }
        wua::DISPPARAMS parameters{
            values.data(), names.data(), static_cast<wua::UINT>(values.size()), static_cast<wua::UINT>(names.size())};
        wua::variant result;
        wua::EXCEPINFO failure{};
        wua::UINT blamed = 99;
        const wua::HRESULT code = object.Invoke(
            member, wua::guid_null, wua::locale_neutral, flags, input.take_up_to(9) == 0 ? nullptr : &parameters,
            input.take_up_to(3) == 0 ? nullptr : result.put(), &failure, &blamed);
        wua::bstr source;
        wua::bstr description;
        source.attach(failure.bstrSource);
        description.attach(failure.bstrDescription);
        fuzz::require(wua::succeeded(code) || result.vt() == wua::VT_EMPTY, "what fails returns nothing");
        fuzz::require(blamed == 99 || blamed < values.size(), "who is blamed is an argument");
        fuzz::require(code != wua::e_unexpected, "nothing is unexpected");
    }
    return 0;
}
