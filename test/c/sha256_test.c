// SHA-256 against the examples of FIPS 180-4 and of NIST's "Secure Hashing" page, in one part and in many.
#include <string.h>

#include "check.h"
#include "cn/sha256.h"

#define PARTS 64

static const struct {
    const char *text;
    size_t times; // the message is the text so often
    const char *digest;
} examples[] = {
    {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

static uint8_t message[1000000];

static size_t write_message(const char *text, size_t times) {
    size_t length = strlen(text);
    for (size_t i = 0; i < times; i++) {
        memcpy(message + i * length, text, length);
    }
    return length * times;
}

static bool digest_is(const struct cn_sha256_part *parts, size_t count, const char *want) {
    uint8_t digest[32];
    char text[65];
    cn_sha256(parts, count, digest);
    for (int i = 0; i < 32; i++) {
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    }
    return strcmp(text, want) == 0;
}

static void digests_the_examples(void) {
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct cn_sha256_part whole = {message, write_message(examples[i].text, examples[i].times)};
        CHECK(digest_is(&whole, 1, examples[i].digest));
    }
}

// Parts of 0 to 63 bytes, then the rest: blocks begin anywhere in a part, and parts anywhere in a block.
static void digests_parts_as_the_whole(void) {
    size_t length = write_message(examples[3].text, examples[3].times), used = 0;
    struct cn_sha256_part parts[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        size_t take = i == PARTS - 1 ? length - used : i * 37 % 64;
        parts[i] = (struct cn_sha256_part){message + used, take};
        used += take;
    }
    CHECK(digest_is(parts, PARTS, examples[3].digest));
}

int main(void) {
    static const struct test tests[] = {
        {"SHA-256 of the standard's examples is what it says", digests_the_examples},
        {"a message in many parts has the digest of the whole", digests_parts_as_the_whole},
    };
    return RUN_TESTS(tests);
}
