# HW2 - Gradient Descent
# student: K.

def J(theta0, theta1, X, Y):
	m = len(X)
	summe = 0
	for i in range(m):
		summe = summe + (theta0 + theta1*X[i] - Y[i])**2
	return summe/(2*m)

X = [6.1, 5.5, 8.5, 7.0, 5.8]
Y = [17.5, 9.1, 13.6, 11.8, 6.8]
m = len(X)
theta0 = 0
theta1 = 0
alpha = 0.01
iterations = 1500
print("J(0,0) =", J(0, 0, X, Y))
for iter in range(iterations):
	sum0 = 0
	sum1 = 0
	for i in range(m):
		h = theta0 + theta1*X[i]
		sum0 = sum0 + (h - Y[i])
		sum1 = sum1 + (h - Y[i])*X[i]
	temp0 = theta0 - alpha*sum0/m   # simultaneous update!
	temp1 = theta1 - alpha*sum1/m
	theta0 = temp0
	theta1 = temp1
print("theta0 = " + str(theta0))
print("theta1 = " + str(theta1))
print("J = " + str(J(theta0, theta1, X, Y)))
print("prediction for 7.5: " + str(theta0 + theta1*7.5))