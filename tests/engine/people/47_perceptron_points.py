# perceptron on points in the plane; 2-space style
points = [
  ((2.0, 1.0), 1), ((3.0, 4.0), -1), ((1.0, 3.0), -1),
  ((4.0, 1.5), 1), ((2.5, 2.0), 1), ((0.5, 1.5), -1),
]
w = [0.0, 0.0]
b = 0.0
log = []

def side(p):
  return w[0]*p[0] + w[1]*p[1] + b

for sweep in range(100):
  wrong = [(p, t) for p, t in points if t * side(p) <= 0]
  log += [len(wrong)]
  if not wrong:
    break
  p, t = wrong[0]
  w = [w[0] + t*p[0], w[1] + t*p[1]]
  b += t
else_text = 'separated' if not wrong else 'gave up'

print('wrong per sweep:', log)
print(else_text, 'after', sweep, 'corrections')
print('line: %.2f*x %+.2f*y %+.2f = 0' % (w[0], w[1], b))

# picture
for y in range(5, -1, -1):
  line = ''
  for x in range(6):
    line = line + ('+' if side((x, y)) > 0 else '-') + ' '
  print(y, line)
print('  ' + ' '.join(str(x) for x in range(6)))
