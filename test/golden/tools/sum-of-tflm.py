# Adds to the goldens of SUM int8 what TFLM computes (reduce.h: sum less the zero points, one integer multiplier):
# TFLite 2.14.1's default kernel sums in float and rounds some cases the other way; its reference kernel is broken.
# usage: python3 sum-of-tflm.py GOLDEN.json...
import base64, itertools, json, math, struct, sys


def multiplier(real):
    fraction, exponent = math.frexp(real)
    q = int(math.floor(fraction * 2**31 + 0.5))
    return (q // 2, exponent + 1) if q == 2**31 else (q, exponent)


def scaled(x, q, exponent):
    x <<= max(exponent, 0)
    product = x * q
    nudge = (1 << 30) if product >= 0 else 1 - (1 << 30)
    high = int((product + nudge) / 2**31) if abs(product) < 2**52 else (abs(product + nudge) >> 31) * (1 if product + nudge >= 0 else -1)
    right = max(-exponent, 0)
    mask = (1 << right) - 1
    rest = high & mask
    return (high >> right) + (1 if rest > (mask >> 1) + (1 if high < 0 else 0) else 0)


def inputs(name, count, zero):
    kind, _, seed = name.partition(':')
    if kind in ('min', 'max'):
        return [-128 if kind == 'min' else 127] * count
    x = (int(seed) * 0x9E3779B9) % 2**32 or 1
    values = []
    for _ in range(count):
        x ^= (x << 13) % 2**32
        x ^= x >> 17
        x ^= (x << 5) % 2**32
        values.append(struct.unpack('b', bytes([x >> 24]))[0])
    return values


for path in sys.argv[1:]:
    golden = json.load(open(path))
    index = json.load(open(path.rsplit('/', 1)[0] + '/index.json'))
    params = next(entry['params'] for entry in index if entry['name'] == golden['model'].replace('.tflite', ''))
    [source] = [t for t in golden['tensors'] if t['kind'] == 'input']
    [result] = [t for t in golden['tensors'] if t['kind'] == 'output']
    shape = source['shape']
    axes = {(int(a) + len(shape)) % len(shape) for a in params.split('axes ')[1].split(' keep')[0].split(',')}
    scale = lambda t: struct.unpack('f', struct.pack('f', t['scale']))[0]
    q, exponent = multiplier(scale(source) / scale(result))
    count = math.prod(shape)
    golden['tflm_outputs'] = {}
    for case in golden['cases']:
        values = inputs(case['case'], count, source['zero_point'])
        sums = {}
        for at, index_ in enumerate(itertools.product(*map(range, shape))):
            key = tuple(n for i, n in enumerate(index_) if i not in axes)
            sums[key] = sums.get(key, 0) + values[at] - source['zero_point']
        out = [max(-128, min(127, scaled(s, q, exponent) + result['zero_point'])) for _, s in sorted(sums.items())]
        golden['tflm_outputs'][case['case']] = [[base64.b64encode(bytes(v & 255 for v in out)).decode()]]
    text = open(path).read().rstrip()
    assert text.endswith('}')
    text = text[:-1].rstrip()
    open(path, 'w').write(text + ',\n "tflm_outputs":' + json.dumps(golden['tflm_outputs']) + '}\n')
