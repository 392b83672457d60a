// Protocol buffers by protobufjs, CommonJS of many files. The test compares what it says here and in Node.
import protobuf from 'protobufjs/minimal.js';

const writer = protobuf.Writer.create();
writer.uint32(8).sint32(-150).uint32(18).string('fan é€😀').uint32(29).float(0.1);
writer
	.uint32(33)
	.double(-1e300)
	.uint32(40)
	.uint64(2 ** 53);
writer.uint32(50).fork().uint32(8).bool(true).ldelim();
const bytes = writer.finish();
console.log(bytes.join(' '));

const reader = protobuf.Reader.create(bytes);
for (const take of ['sint32', 'string', 'float', 'double', 'uint64', 'bytes'] as const) {
	const tag = reader.uint32();
	const value = reader[take]();
	console.log(tag, value instanceof Uint8Array ? value.join(' ') : String(value));
}
console.log(reader.pos === reader.len);
