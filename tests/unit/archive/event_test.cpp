// The bytes of events: final from the first day, so they are pinned as files and recomputed by other means.
#include "server/archive/event.hpp"

#include "server/archive/canonical_json.hpp"
#include "server/domain/text.hpp"
#include "tests/unit/archive/golden.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <gtest/gtest.h>

namespace greffe::archive {
namespace {

namespace json = boost::json;

std::string bytes_of(const auto& array) {
    return {reinterpret_cast<const char*>(array.data()), array.size()};
}

/// Salts that count: 0101…, 0202…
std::function<salt()> counted_salts() {
    return [next = std::uint8_t{0}]() mutable {
        salt out;
        out.fill(++next);
        return out;
    };
}

event submitted() {
    event e;
    e.thread = *domain::article_id::parse("018f3c4e-7b1a-7abc-8def-0123456789ab");
    e.seq = 17;
    e.kind = "submitted";
    e.at = *domain::parse_rfc3339("2024-04-09T12:52:00.25+02:00");
    e.codes = {{"status", "held"},
               {"comment", "018f3c4e-7b1a-7abc-8def-0000000000c1"},
               {"revision", 1},
               {"verdict", {{"score", 40}, {"action", "hold"}}},
               {"flags", {{{"rule", "charte-fr/insulte-directe"}, {"action", "hold"}, {"score", 40}}}}};
    e.fields = {{"body", "Vous êtes un \"clown\"\n, et ça se voit."}, {"author", "Jeanne d’Ici"}};
    return e;
}

TEST(Sha, KnowsTheVectorsOfFips180) {
    EXPECT_EQ(to_hex(bytes_of(sha256(""))),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(bytes_of(sha256("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(bytes_of(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(to_hex(bytes_of(sha256(std::string(1'000'000, 'a')))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    EXPECT_EQ(sha512_hex(""), "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                              "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");
    EXPECT_EQ(sha512_hex("abc"), "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Commit, IsTheHashOfDomainNulSaltBytes) {
    salt with;
    with.fill(0xA5);
    const std::string joined = std::string("greffe/v1/body") + '\0' + std::string(32, '\xA5') + "Bonjour";
    EXPECT_EQ(commit("body", with, "Bonjour"), sha256(joined));
    // printf 'greffe/v1/body\0' ; 32 times \245 ; printf Bonjour | sha256sum
    EXPECT_EQ(to_hex(bytes_of(commit("body", with, "Bonjour"))),
              "5b7761571aacfb4f67e3cdf377ca34c6c960e481383e545ff485e4224b0ed3f2");
}

TEST(Commit, FieldSaltAndBytesAllMatter) {
    salt one;
    one.fill(1);
    salt two;
    two.fill(2);
    const auto base = commit("body", one, "texte");
    EXPECT_NE(base, commit("note", one, "texte"));
    EXPECT_NE(base, commit("body", two, "texte"));
    EXPECT_NE(base, commit("body", one, "text"));
    EXPECT_NE(commit("body", one, std::string(1, '\1')), commit("body", one, ""))
        << "the salt has a fixed length";
}

TEST(Seal, TheLeafIsPinned) {
    test::expect_golden("leaf-submitted.json", seal(submitted(), counted_salts()).bytes);

    event decided;
    decided.thread = *domain::article_id::parse("018f3c4e-7b1a-7abc-8def-0123456789ab");
    decided.seq = 18;
    decided.kind = "decided";
    decided.at = *domain::parse_rfc3339("2024-04-09T13:00:00Z");
    decided.codes = {
        {"comment", "018f3c4e-7b1a-7abc-8def-0000000000c1"}, {"action", "reject"}, {"reason", "insulte"}};
    test::expect_golden("leaf-decided.json", seal(decided, counted_salts()).bytes);

    event article;
    article.type = "article";
    article.thread = decided.thread;
    article.seq = 1;
    article.kind = "revised";
    article.at = decided.at;
    article.codes = {{"revision", 1}};
    article.fields = {{"content", "{\"title\":\"Le port rouvre\"}"}};
    test::expect_golden("leaf-article.json", seal(article, counted_salts()).bytes);
}

TEST(Seal, IsDeterministicGivenItsSalts) {
    const auto first = seal(submitted(), counted_salts());
    const auto second = seal(submitted(), counted_salts());
    EXPECT_EQ(first.bytes, second.bytes);
    EXPECT_EQ(first.salts, second.salts);
    const auto other = seal(submitted(), [] { return salt{}; });
    EXPECT_NE(first.bytes, other.bytes) << "another salt, another commitment";
}

TEST(Seal, CommitmentsCanBeRecomputedFromTextAndSalt) {
    const auto e = submitted();
    const auto sealed = seal(e, counted_salts());
    const auto leaf = json::parse(sealed.bytes).as_object();
    const auto& commitments = leaf.at("c").as_object();
    ASSERT_EQ(commitments.size(), e.fields.size());
    ASSERT_EQ(sealed.salts.size(), e.fields.size());
    for (const auto& [field, text] : e.fields) {
        const auto input =
            "greffe/v1/" + field + std::string(1, '\0') + bytes_of(sealed.salts.at(field)) + text;
        EXPECT_EQ(json::value_to<std::string>(commitments.at(field)), to_hex(bytes_of(sha256(input))))
            << field;
    }
}

TEST(Seal, EachFieldHasItsOwnSalt) {
    int asked = 0;
    const auto count = counted_salts();
    const auto sealed = seal(submitted(), [&] { return ++asked, count(); });
    EXPECT_EQ(asked, 2);
    EXPECT_NE(sealed.salts.at("body"), sealed.salts.at("author"));
}

TEST(Seal, PackedSaltsComeOutUnderTheirFields) {
    const auto sealed = seal(submitted(), counted_salts());
    ASSERT_EQ(sealed.salts.size(), 2U);
    const auto packed = pack(sealed.salts);
    EXPECT_EQ(packed.size(), 64U);
    EXPECT_EQ(unpack_salts(sealed.bytes, packed), sealed.salts);
    const auto erased = std::string(32, '\0') + packed.substr(32);
    EXPECT_EQ(unpack_salts(sealed.bytes, erased), (std::map<std::string, salt>{*sealed.salts.rbegin()}));
    EXPECT_THROW(unpack_salts(sealed.bytes, packed.substr(1)), std::runtime_error);
    EXPECT_THROW(unpack_salts(sealed.bytes, ""), std::runtime_error);
}

TEST(Seal, NothingOfAPersonIsInTheLeaf) {
    const auto leaf = seal(submitted(), counted_salts()).bytes;
    for (const char* word : {"Jeanne", "clown", "Vous", "voit"})
        EXPECT_EQ(leaf.find(word), std::string::npos) << word;
}

TEST(Seal, KeysAreSortedAndThereIsNoWhiteSpace) {
    event e = submitted();
    e.codes = {{"z", 1}, {"a", {{"y", json::array{1, 2}}, {"b", nullptr}}}, {"m", true}};
    const auto leaf = seal(e, counted_salts()).bytes;
    EXPECT_NE(leaf.find(R"("d":{"a":{"b":null,"y":[1,2]},"m":true,"z":1})"), std::string::npos) << leaf;
    EXPECT_LT(leaf.find("\"author\""), leaf.find("\"body\""));
    EXPECT_EQ(leaf.find_first_of(" \n\t"), std::string::npos);
    EXPECT_TRUE(leaf.starts_with(
        R"({"v":1,"type":"comment","thread":"018f3c4e-7b1a-7abc-8def-0123456789ab","seq":17,)"));
    EXPECT_TRUE(domain::is_valid_text(leaf));
}

TEST(Seal, TheOrderInWhichCodesWereSetDoesNotMatter) {
    event one = submitted();
    one.codes = {{"a", 1}, {"b", 2}, {"c", 3}};
    event two = submitted();
    two.codes = {{"c", 3}, {"a", 1}, {"b", 2}};
    EXPECT_EQ(seal(one, counted_salts()).bytes, seal(two, counted_salts()).bytes);
}

TEST(CanonicalJson, WritesTheBytesOfRfc8785) {
    const auto canonical = [](std::string_view text) {
        return canonical_json(json::parse(json::string_view(text.data(), text.size())));
    };
    EXPECT_EQ(canonical(R"( { "b" : [ 1 , -2 , true , null ] , "a" : { } } )"),
              R"({"a":{},"b":[1,-2,true,null]})");
    EXPECT_EQ(canonical(R"("\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/")"),
              "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    EXPECT_EQ(canonical(R"("\b\t\n\f\r\u007f\u0000\u001f")"), "\"\\b\\t\\n\\f\\r\x7F\\u0000\\u001f\"");
    EXPECT_EQ(canonical("9007199254740991"), "9007199254740991");
    EXPECT_EQ(canonical("-9007199254740991"), "-9007199254740991");
}

TEST(CanonicalJson, RefusesWhatHasNoOneForm) {
    EXPECT_THROW(canonical_json(json::value(1.5)), std::logic_error);
    EXPECT_THROW(canonical_json(json::value(1.0)), std::logic_error);
    EXPECT_THROW(canonical_json(json::parse("9007199254740992")), std::logic_error);
    EXPECT_THROW(canonical_json(json::parse("-9007199254740992")), std::logic_error);
    EXPECT_THROW(canonical_json(json::parse("18446744073709551615")), std::logic_error);
    EXPECT_THROW(canonical_json(json::object{{"clé", 1}}), std::logic_error);
}

} // namespace
} // namespace greffe::archive
